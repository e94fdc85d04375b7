import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestMachine, type TestMachine } from "@/cli/testing/test-machine";
import {
  createTestRegistry,
  makePackage,
  manifestOf,
  packageOf,
  type TestRegistry,
} from "@/cli/testing/test-registry";

let registry: TestRegistry;
let machine: TestMachine;
let version = 0;

const notify = manifestOf("notify", 3052);
const stripe = manifestOf("stripe", 3070);
const pro = manifestOf("vault", 3823, { tier: "pro" });
const published = async (...manifests: (typeof notify)[]) =>
  await Promise.all(manifests.map(async (manifest) => ({ manifest, bytes: await packageOf(manifest) })));

beforeAll(async () => {
  registry = await createTestRegistry();
  machine = await createTestMachine({ registryUrl: registry.url, registryPublicKey: registry.publicKey });
  await machine.boot();
});
afterAll(async () => {
  await machine.close();
  await registry.close();
});
beforeEach(async () => {
  registry.heal();
  version += 1;
  registry.publish(await published(notify, stripe, pro), { version });
});

const install = async (...names: string[]) => {
  const result = await machine.nself(["plugin", "install", "--json", ...names]);
  return { exitCode: result.exitCode, ...result.json() };
};
const installed = async () => {
  const { data } = (await machine.nself(["plugin", "list", "--json"])).json();
  return (data as { plugins: { name: string }[] }).plugins.map((plugin) => plugin.name);
};
const refused = async (code: string, exitCode: number, ...names: string[]) => {
  const before = await installed();
  const answer = await install(...names);
  expect(answer).toMatchObject({ exitCode, ok: false, error: { code } });
  expect(await installed()).toEqual(before);
  const leftOvers = (await readdir(machine.paths.project)).filter((name) => name.startsWith(".plugins"));
  expect(leftOvers).toEqual([]);
};

test("an index that another key signed is refused", async () => {
  registry.publish(await published(notify), { version, signWith: "other" });
  await refused("package_tampered", 1, "notify");
});

test("an index that is not one is refused", async () => {
  registry.replace("/index.json", Buffer.from("<html>"));
  await refused("package_tampered", 1, "notify");
});

test("an expired index is refused", async () => {
  registry.publish(await published(notify), { version, expiresAt: new Date(Date.now() - 1000) });
  await refused("index_expired", 1, "notify");
});

test("a package with one byte changed is refused", async () => {
  const [entry] = await published(notify);
  if (!entry) throw new Error("nothing was published");
  const bytes = Buffer.from(entry.bytes);
  bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20);
  registry.replace("/packages/notify-1.0.0.tgz", bytes);
  await refused("package_tampered", 1, "notify");
});

test("a package that is longer than the index says is refused", async () => {
  const [entry] = await published(notify);
  registry.replace(
    "/packages/notify-1.0.0.tgz",
    Buffer.concat([entry?.bytes ?? Buffer.of(), Buffer.alloc(100)]),
  );
  await refused("package_tampered", 1, "notify");
});

test.each([
  ["a parent folder", [{ header: { name: "../evil" }, content: "x" }]],
  ["an absolute path", [{ header: { name: "/etc/evil" }, content: "x" }]],
  ["a link", [{ header: { name: "evil", type: "symlink" as const, linkname: "/etc/passwd" } }]],
  ["no manifest", [{ header: { name: "readme" }, content: "x" }]],
  ["another manifest", [{ header: { name: "plugin.json" }, content: JSON.stringify(stripe) }]],
])("a signed package that holds %s is refused", async (_what, entries) => {
  registry.publish([{ manifest: notify, bytes: await makePackage(entries) }], { version });
  await refused("package_tampered", 1, "notify");
});

test.each([
  ["/index.json", 503, "registry_unavailable", 3],
  ["/index.json", "reset" as const, "registry_unavailable", 3],
  ["/packages", 500, "registry_unavailable", 3],
  ["/packages", 429, "registry_unavailable", 3],
  ["/packages", 404, "package_not_found", 1],
  ["/packages", 403, "license_required", 1],
])("%s answering %s is %s with exit %i", async (prefix, status, code, exitCode) => {
  registry.fail(prefix, status);
  await refused(code, exitCode, "notify");
});

test("a plugin that the registry does not know is named", async () => {
  await refused("plugin_not_found", 1, "notify", "nothing");
});

test("two plugins on one port are refused, and so is a route of the stack's own", async () => {
  const clash = manifestOf("clash", 3052);
  const thief = manifestOf("thief", 3099, { route: "auth" });
  registry.publish(await published(notify, clash, thief), { version });
  await refused("port_conflict", 1, "notify", "clash");
  await refused("route_conflict", 1, "thief");
});

test("a pro plugin needs the licence key, which is sent for it alone", async () => {
  await refused("license_required", 1, "vault");
  const key = `nself_pro_${"k".repeat(32)}`;
  const set = await machine.nself(["license", "set", "--json"], key);
  expect(set.stdout).not.toContain(key);
  registry.requests.length = 0;
  expect((await install("vault@1.0.0", "stripe")).ok).toBe(true);
  const sent = registry.requests.map(({ path: asked, authorization }) => [asked, authorization]);
  expect(sent).toContainEqual(["/packages/vault-1.0.0.tgz", `Bearer ${key}`]);
  expect(sent).toContainEqual(["/packages/stripe-1.0.0.tgz", undefined]);
  expect(sent).toContainEqual(["/index.json", undefined]);
});

test("an installed plugin is built in, runs and answers under its own name until it is removed", async () => {
  expect((await install("notify")).ok).toBe(true);
  expect(await installed()).toContain("notify");
  expect(await readFile(machine.paths.composeFile, "utf8")).toContain("image: nself/notify:1.0.0");
  const host = `notify.${machine.domain}`;
  expect(await machine.get(host, "/anything")).toMatchObject({
    status: 200,
    json: { service: "plugin-notify" },
  });
  const health = (await machine.nself(["health", "--json"])).json();
  expect(health.data?.services).toContainEqual(
    expect.objectContaining({ name: "plugin-notify", status: "healthy" }),
  );

  registry.requests.length = 0;
  expect((await install("notify")).ok).toBe(true);
  expect(registry.requests.map((request) => request.path)).toEqual(["/index.json"]);

  expect((await machine.nself(["plugin", "remove", "notify", "--json"])).exitCode).toBe(0);
  expect(await installed()).not.toContain("notify");
  const folders = await readdir(path.join(machine.paths.project, "plugins"));
  expect(folders.some((name) => name.startsWith("notify"))).toBe(false);
});

test("an index older than the last one seen is refused", async () => {
  expect((await install("stripe")).ok).toBe(true);
  registry.publish(await published(notify), { version: version - 1 });
  await refused("index_rolled_back", 1, "notify");
});
