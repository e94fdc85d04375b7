import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Paths, pathsBelow } from "@/cli/lib/paths";
import { everything } from "@/lib/stack/test-stacks";
import { composeRuntime } from "./compose-runtime";

let paths: Paths;
const formerPath = process.env.PATH;
const asRoot = process.getuid?.() === 0;

/** A `docker` that writes down what it is asked and answers by a shell fragment. */
async function fakeDocker(answers: string): Promise<void> {
  const file = path.join(paths.root, "bin/docker");
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\necho "$*" >> ${paths.root}/asked\n${answers}\n`);
  await chmod(file, 0o755);
}
const asked = async () => (await readFile(`${paths.root}/asked`, "utf8")).trim().split("\n");
const inspected = (services: Record<string, string>) =>
  JSON.stringify(
    Object.entries(services).map(([service, IPAddress]) => ({
      Config: { Labels: { "com.docker.compose.service": service } },
      NetworkSettings: { Networks: { nself: { IPAddress } } },
    })),
  );

beforeEach(async () => {
  paths = pathsBelow(await mkdtemp("/var/tmp/nself-compose-"));
  process.env.PATH = `${paths.root}/bin:${formerPath}`;
  await mkdir(paths.project, { recursive: true });
  await writeFile(paths.composeFile, "services: {}\n");
  await writeFile(path.join(paths.project, ".env"), "");
  await writeFile(paths.secretsFile, "POSTGRES_PASSWORD='p@ss'\n");
});
afterEach(async () => {
  process.env.PATH = formerPath;
  await rm(paths.root, { recursive: true, force: true });
});

test.skipIf(!asRoot)(
  "start brings the stack up from the generated file and reloads nginx after testing it",
  async () => {
    await fakeDocker("exit 0");
    await composeRuntime(paths).start(everything);
    const calls = (await asked()).map((line) => line.replace(/^.*\.env\.secrets /, ""));
    expect(calls).toEqual([
      "up --detach --remove-orphans",
      "exec -T nginx nginx -t",
      "exec -T nginx nginx -s reload",
    ]);
    expect((await asked())[0]).toContain(`--file ${paths.composeFile}`);
  },
);

test("a configuration that nginx refuses is never loaded", async () => {
  await fakeDocker('case "$*" in *"nginx -t") echo "unknown directive" >&2; exit 1;; esac');
  await expect(composeRuntime(paths).reloadGateway()).rejects.toMatchObject({ code: "gateway_refused" });
  expect((await asked()).some((line) => line.endsWith("reload"))).toBe(false);
});

test.skipIf(!asRoot).each([
  ["toomanyrequests: You have reached your pull rate limit", "image_unavailable", "tryLater"],
  ["manifest for nself/x:1 not found", "docker_failed", "failed"],
])("docker saying %j is %s", async (said, code, exit) => {
  await fakeDocker(`echo '${said}' >&2; exit 1`);
  await expect(composeRuntime(paths).start(everything)).rejects.toMatchObject({ code, exit });
});

test("services are asked at their containers' addresses, nginx where the world asks it", async () => {
  const answer = inspected({ postgres: "172.18.0.2", hasura: "172.18.0.3", nginx: "172.18.0.4" });
  await fakeDocker(`case "$1" in ps) printf 'a\\nb\\nc\\n';; inspect) echo '${answer}';; esac`);
  const endpoints = await composeRuntime(paths).endpoints(everything);
  expect(Object.fromEntries(endpoints)).toEqual({
    postgres: { kind: "postgres", url: "postgresql://postgres:p%40ss@172.18.0.2:5432/postgres" },
    hasura: { kind: "address", address: { host: "172.18.0.3", port: 8080 } },
    nginx: { kind: "address", address: { host: "127.0.0.1", port: 443 } },
  });
  expect(await composeRuntime(paths).isRunning()).toBe(true);
});

test("without containers nothing runs", async () => {
  await fakeDocker("exit 0");
  expect(await composeRuntime(paths).isRunning()).toBe(false);
  expect((await composeRuntime(paths).endpoints(everything)).size).toBe(0);
});

test("one service is restarted with the configuration that it has, and nginx only with one that it accepts", async () => {
  await fakeDocker(
    `case "$*" in *"nginx -t") echo "unknown directive" >&2; exit 1;; "ps "*) echo one;; inspect*) echo '${inspected({ nginx: "172.18.0.2" })}';; esac`,
  );
  await composeRuntime(paths).restart(everything, "hasura");
  expect((await asked()).at(-1)).toMatch(/ restart --timeout 60 hasura$/);
  for (const service of ["nginx", null]) {
    await expect(composeRuntime(paths).restart(everything, service)).rejects.toMatchObject({
      code: "gateway_refused",
    });
  }
  expect((await asked()).filter((line) => line.includes(" restart "))).toHaveLength(1);
});
