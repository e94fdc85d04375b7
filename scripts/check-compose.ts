import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import https from "node:https";
import path from "node:path";
import pg from "pg";
import { openObjectStore } from "@/cli/backup/object-store";
import { buildCli } from "@/cli/build";
import type { BackupCreated, Prepared, Verified } from "@/cli/contract/backup";
import type { HealthReport } from "@/cli/contract/server";
import { readText } from "@/cli/lib/files";
import { pathsBelow } from "@/cli/lib/paths";
import { waitUntil } from "@/cli/lib/wait-until";
import { containerAddresses } from "@/cli/runtime/compose/container-addresses";
import { parseEnvFile } from "@/lib/stack/render-env";
import { backupSettings, startStorage } from "@/tests/harness/backup-machine";
import { buildTestPrograms } from "@/tests/harness/test-programs";
import { ensureImages } from "./check-compose/stand-in-images";

/**
 * `npm run check:compose`: the stack on a real Docker Engine with Docker Compose, as a production server runs it, with `nself` on
 * this machine's own root: start, health, backup, restore, undo and proof, with database and objects. For a machine that may be
 * thrown away: as root, with ports 80 and 443 free and no stack of its own.
 */
const paths = pathsBelow("/");
const domain = "acme.sandbox.localhost";

function refuseElsewhere(): void {
  if (process.getuid?.() !== 0)
    throw new Error("This check writes below /etc, /opt and /var/lib: run it as root.");
  for (const place of [paths.config, paths.project, paths.state])
    if (existsSync(place))
      throw new Error(`${place} is there already: this check is for a machine that runs no stack.`);
  for (const args of [["info"], ["compose", "version"]])
    if (spawnSync("docker", args, { stdio: "ignore" }).status !== 0)
      throw new Error(`"docker ${args.join(" ")}" fails: Docker Engine and its Compose plugin are needed.`);
}

refuseElsewhere();
const origin = await ensureImages();
console.log("images:", JSON.stringify(origin));
const folder = mkdtempSync("/var/tmp/nself-check-");
const bundle = await buildCli(folder);
await buildTestPrograms(folder);
const storage = await startStorage();
let failed = false;

function nself<T>(args: string[], input?: unknown): T {
  const result = spawnSync(process.execPath, [bundle.file, ...args, "--json"], {
    input: input === undefined ? "" : JSON.stringify(input),
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: process.env.HOME } as unknown as NodeJS.ProcessEnv,
    timeout: 600_000,
  });
  const answer = result.stdout ? (JSON.parse(result.stdout) as { ok: boolean; data: T }) : null;
  if (result.status !== 0 || !answer?.ok)
    throw new Error(`nself ${args.join(" ")}: ${result.stdout}${result.stderr}`);
  return answer.data;
}

async function sql<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
  const secrets = parseEnvFile((await readText(paths.secretsFile)) ?? "");
  const host = (await containerAddresses()).get("postgres");
  const client = new pg.Client({
    host,
    user: "postgres",
    password: secrets.POSTGRES_PASSWORD,
    database: "postgres",
  });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

async function objects() {
  const secrets = parseEnvFile((await readText(paths.secretsFile)) ?? "");
  const host = (await containerAddresses()).get("minio") ?? "";
  return openObjectStore({ host, port: 9000 }, secrets.MINIO_ROOT_PASSWORD ?? "");
}

async function* once(text: string) {
  yield Buffer.from(text);
}

function expect(what: string, found: unknown, wanted: unknown): void {
  const good = JSON.stringify(found) === JSON.stringify(wanted);
  failed ||= !good;
  console.log(
    `${good ? "✓" : "✗"} ${what}${good ? "" : `: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`}`,
  );
}

const state = async () => {
  const [row] = await sql<{ count: string }>("select count(*) from notes");
  const store = await objects();
  const keys: string[] = [];
  for await (const object of store.objects("files")) keys.push(object.key);
  return { rows: Number(row?.count), keys };
};

/** The status with which nginx answers at the published port. */
function statusAt(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: 443, servername: host, headers: { host } };
    // The certificate is the placeholder of a server that has none yet.
    https
      .get({ ...options, rejectUnauthorized: false }, ({ statusCode }) => resolve(statusCode))
      .on("error", reject);
  });
}

async function untilHealthy(): Promise<string> {
  let health: HealthReport | null = null;
  await waitUntil(
    async () => {
      health = nself<HealthReport>(["health"]);
      return health.status === "healthy";
    },
    { timeoutMs: 120_000, intervalMs: 2000 },
  );
  const last = health as HealthReport | null;
  if (last?.status !== "healthy") throw new Error(JSON.stringify(last));
  return last.status;
}

try {
  mkdirSync(paths.config, { recursive: true });
  const address = "http://127.0.0.1:9";
  writeFileSync(
    paths.serverFile,
    JSON.stringify({
      serverId: "srv_check",
      domain,
      controlPlaneUrl: address,
      registryUrl: address,
      registryPublicKey: "AA==",
    }),
  );
  nself(["init"], {
    serverId: "srv_check",
    name: "acme",
    domain,
    adminEmail: "a@example.com",
    services: { minio: true, redis: true },
  });
  nself(["build"]);
  nself(["start"]);
  expect("every service answers", await untilHealthy(), "healthy");

  nself(["backup", "configure"], await backupSettings(storage, "srv_check"));
  await sql("create table notes as select n as id, md5(n::text) as text from generate_series(1, 10000) n");
  const store = await objects();
  await store.makeBucket("files");
  await store.write("files", "kept.txt", once("kept"), { count: 1, contentType: "text/plain" });
  const backup = nself<BackupCreated>(["backup", "create", "--label", "before"]);
  const [moment] = await sql<{ at: Date }>("select clock_timestamp() as at");
  await sql("delete from notes where id > 10");
  await store.write("files", "later.txt", once("later"), { count: 1, contentType: "text/plain" });
  nself(["backup", "create"]);
  const now = { rows: 10, keys: ["kept.txt", "later.txt"] };
  const before = { rows: 10_000, keys: ["kept.txt"] };
  expect("the stack has what was written last", await state(), now);

  nself<Prepared>(["backup", "prepare"], {
    restoreId: "check_restore",
    target: { backupId: backup.id, at: moment?.at.toISOString(), timeline: null },
  });
  expect("preparing a restore changes nothing", await state(), now);
  nself(["maintenance", "on"]);
  expect("visitors read that there is maintenance", await statusAt(`api.${domain}`), 503);
  nself(["backup", "switch", "check_restore"]);
  nself(["maintenance", "off"]);
  expect("after the switch every service answers", await untilHealthy(), "healthy");
  expect("rows and files of the moment are back", await state(), before);
  nself(["backup", "undo", "check_restore"]);
  expect("after the undo every service answers", await untilHealthy(), "healthy");
  expect("the later rows and files are back", await state(), now);
  const proof = nself<Verified>(["backup", "verify", backup.id]);
  expect("the backup is proven by a restore", proof.valid, true);
  nself(["stop"]);
  nself(["start"]);
  expect("after stop and start every service answers", await untilHealthy(), "healthy");
  expect("nothing is lost by stop and start", await state(), now);
} catch (error) {
  failed = true;
  console.error(error);
} finally {
  if (!process.argv.includes("--keep")) {
    spawnSync(process.execPath, [bundle.file, "stop"], { stdio: "ignore", timeout: 120_000 });
    spawnSync("docker", [
      "compose",
      "--file",
      paths.composeFile,
      "--env-file",
      paths.secretsFile,
      "--env-file",
      path.join(paths.project, ".env.computed"),
      "down",
      "--volumes",
      "--timeout",
      "5",
    ]);
    for (const place of [paths.config, paths.project, paths.state, paths.run])
      rmSync(place, { recursive: true, force: true });
  }
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(failed ? "✗ the stack on Docker Compose does not work" : "✓ the stack works on Docker Compose");
process.exit(failed ? 1 : 0);
