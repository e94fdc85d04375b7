import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { AwsClient } from "aws4fetch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collectBackupStatus } from "@/cli/backup/collect-status";
import { openRepository } from "@/cli/backup/open-repository";
import type { BackupCreated, BackupStatus, Prepared, Verified } from "@/cli/contract/backup";
import { newBackupKey } from "@/cli/contract/sealed-object";
import { type Storage, startBackupMachine, startStorage } from "@/tests/harness/backup-machine";
import { waitFor } from "@/tests/harness/wait-for";

let storage: Storage;
let machine: Awaited<ReturnType<typeof startBackupMachine>>;

beforeAll(async () => {
  storage = await startStorage();
  machine = await startBackupMachine(storage);
  await machine.sql(
    "create table notes as select n as id, repeat('x', 100) as body from generate_series(1, 1000) n",
  );
});
afterAll(async () => {
  await machine?.close();
  await storage?.close();
});

const fault = (operation: string, match: string, effect: Record<string, unknown>, times = 1) =>
  storage.sandbox.fault({ provider: "storage", operation, match, times, effect });
const create = () => machine.must<BackupCreated>(["backup", "create"]);
const status = () => machine.must<BackupStatus>(["backup", "status"]);
const listed = async () =>
  (await machine.must<{ backups: { id: string; problem: string | null }[] }>(["backup", "list"])).backups;

test("a store that answers 503, cuts the connection or loses its answer for a while still gets a good backup", async () => {
  await fault("PutObject", "/base/", { type: "status", status: 503, code: "SlowDown" }, 2);
  await fault("PutObject", "/base/", { type: "reset" });
  await fault("PutObject", "/base/", { type: "reset_after" });
  await fault("GetObject", "/base/", { type: "status", status: 500, code: "InternalError" });
  const backup = await create();
  expect(await machine.must<Verified>(["backup", "verify", backup.id, "--level", "2"])).toMatchObject({
    valid: true,
  });
});

test("a store that refuses fails the backup in words, and no such backup is listed", async () => {
  const before = (await listed()).length;
  await fault("PutObject", "/base/", { type: "status", status: 403, code: "AccessDenied" });
  const refused = await machine.run(["backup", "create"]);
  expect(refused.exitCode).toBe(1);
  expect(refused.error).toMatchObject({ code: "store_refused" });
  expect(await listed()).toHaveLength(before);
});

for (const name of ["truncate", "bit_flip"]) {
  test(`a store that says all is well and keeps something else (${name}) is found out before the backup counts`, async () => {
    const before = (await listed()).length;
    await fault("PutObject", "/base/", { type: "named", name });
    expect((await machine.run(["backup", "create"])).error).toMatchObject({ code: "store_lied" });
    expect(await listed()).toHaveLength(before);
  });
}

test("of two backups at once one is made, and the other is told to try later", async () => {
  const both = await Promise.all([machine.run(["backup", "create"]), machine.run(["backup", "create"])]);
  expect(both.map(({ exitCode }) => exitCode).sort()).toEqual([0, 3]);
  expect(both.find(({ exitCode }) => exitCode === 3)?.error).toMatchObject({ code: "busy" });
});

test("a backup whose process is killed half way does not exist, and the next one is good", async () => {
  const before = (await listed()).map(({ id }) => id);
  await fault("PutObject", "/base/", { type: "delay", delayMs: 20_000 });
  await machine.must(["task", "run", "killed", "--", "backup", "create"]);
  const pid = await waitFor("the backup to be under way", async () => {
    const file = path.join(machine.paths.tasks, "killed/process.json");
    const log = await readFile(path.join(machine.paths.tasks, "killed/log"), "utf8").catch(() => "");
    return log.includes("begins") && existsSync(file)
      ? (JSON.parse(await readFile(file, "utf8")) as { pid: number }).pid
      : null;
  });
  process.kill(pid, "SIGKILL");
  await storage.sandbox.clearFaults();
  expect((await listed()).map(({ id }) => id)).toEqual(before);
  const next = await create();
  expect(await machine.must<Verified>(["backup", "verify", next.id, "--level", "2"])).toMatchObject({
    valid: true,
  });
});

test("while the store is away the database takes writes, the alarm rings, and afterwards all is shipped without a gap", async () => {
  const runs = (await status()).wal.runs.length;
  await fault("PutObject", "/wal/", { type: "status", status: 403, code: "AccessDenied" }, 0);
  for (let round = 0; round < 4; round += 1) {
    await machine.sql("insert into notes select n, 'while away' from generate_series(1, 100) n");
    await machine.sql("select pg_switch_wal()");
  }
  const stuck = await waitFor("the trouble to be told", async () => {
    const told = await status();
    return told.wal.lastError && told.wal.spoolSegments >= 4 ? told : null;
  });
  expect(stuck.wal.lastError).toContain("store_refused");
  const later = await collectBackupStatus(machine.paths, Date.now() + 1_000_000);
  expect(later.wal).toMatchObject({ state: "stalled", alarm: expect.stringContaining("off-site") });
  await storage.sandbox.clearFaults();
  const well = await waitFor("the spool to empty", async () => {
    const told = await status();
    return told.wal.spoolSegments === 0 ? told : null;
  });
  expect(well.wal.runs).toHaveLength(runs);
});

test("a segment in the spool that is cut off, or differs from the one off-site, is not shipped, and said", async () => {
  await create();
  const shipped = (await status()).wal.runs.at(-1)?.lastSegment ?? "";
  const repository = openRepository(machine.settings);
  const good = await repository.get(repository.names.wal(shipped));
  const spooled = path.join(machine.paths.walSpool, shipped);
  const said = (code: string) =>
    waitFor(code, async () => ((await status()).wal.lastError ?? "").includes(code));

  await writeFile(spooled, (good ?? Buffer.alloc(0)).subarray(0, 5_000_000));
  await said("wal_damaged");
  const other = Buffer.from(good ?? Buffer.alloc(0));
  other.writeUInt8(other.readUInt8(9000) ^ 1, 9000);
  await writeFile(spooled, other);
  await said("object_differs");
  await rm(spooled);
  expect((await repository.get(repository.names.wal(shipped)))?.equals(good ?? Buffer.alloc(0))).toBe(true);
});

test("another key opens nothing, and says that it is the wrong one", async () => {
  const { id } = await create();
  const settings = { ...machine.settings, key: newBackupKey() };
  const request = {
    restoreId: "rst_key",
    target: { backupId: id, at: null, timeline: null },
    source: { place: settings.place, key: settings.key },
  };
  const refused = await machine.run(["backup", "prepare"], request);
  expect(refused.error).toMatchObject({ code: "wrong_key" });
});

test("the server's key neither deletes nor replaces, nor reads what is another server's", async () => {
  const { place } = machine.settings;
  const { id } = await create();
  const own = new AwsClient({ ...place, service: "s3", region: place.region });
  const url = (key: string) => `${place.endpoint}/${place.bucket}/${key}`;
  const manifest = `${place.prefix}backups/${id}/manifest`;
  expect((await own.fetch(url(manifest), { method: "DELETE" })).status).toBe(403);
  expect((await own.fetch(url(manifest), { method: "PUT", body: "x" })).status).toBe(403);
  expect((await own.fetch(url("servers/srv_other/backups/x/manifest"))).status).toBe(403);
  // The lock holds against the one who may delete, too, as long as it is not lifted on purpose.
  const versions = await (await storage.call("GET", `?versions&prefix=${manifest}`)).text();
  const version = /<VersionId>([^<]+)<\/VersionId>/.exec(versions)?.[1];
  expect((await storage.call("DELETE", `/${manifest}?versionId=${version}`)).status).toBe(403);
});

test("history after history: each restore begins a timeline, and a moment of either can be restored afterwards", async () => {
  await machine.sql("create table eras (era int)");
  await machine.sql("insert into eras values (1)");
  await create();
  await machine.sql("insert into eras values (2)");
  const moment = async () =>
    (await machine.sql<{ at: Date }>("select clock_timestamp() as at"))[0]?.at.toISOString() ?? "";
  const second = await moment();
  await machine.sql("insert into eras values (3)");
  const third = await moment();
  await machine.sql("delete from eras");
  await create();
  const restore = (at: string) => machine.must<{ rowCount: number }>(["db", "pitr", "--target", at]);
  const eras = async () =>
    (await machine.sql<{ era: number }>("select era from eras order by era")).map(({ era }) => era);

  await restore(second);
  expect(await eras()).toEqual([1, 2]);
  await create();
  await machine.sql("insert into eras values (4)");
  const fourth = await moment();
  await machine.sql("delete from eras");
  await create();
  await restore(fourth);
  expect(await eras()).toEqual([1, 2, 4]);
  // Later than what the second timeline goes back to, and earlier than it began: the first one's.
  await restore(third);
  expect(await eras()).toEqual([1, 2, 3]);
  await restore(second);
  expect(await eras()).toEqual([1, 2]);
});

test("a time without a zone is refused with an example of how to write it", async () => {
  const refused = await machine.run(["backup", "restore", "--pitr", "2026-05-07 13:45:00"]);
  expect(refused.exitCode).toBe(2);
  expect(refused.error).toMatchObject({ message: expect.stringContaining("no zone") });
});

test("large objects, prepared statements' tables, unlogged tables and open transactions survive or vanish as PostgreSQL promises", async () => {
  await machine.sql("create unlogged table scratch as select 1 as one");
  await machine.sql("select lo_from_bytea(424242, 'large')");
  const { id } = await create();
  const request = { restoreId: "rst_kinds", target: { backupId: id, at: null, timeline: null } };
  await machine.must<Prepared>(["backup", "prepare"], request);
  await machine.must(["backup", "switch", "rst_kinds"]);
  expect(await machine.sql("select convert_from(lo_get(424242), 'utf8') as body")).toEqual([
    { body: "large" },
  ]);
  expect(await machine.sql("select count(*)::int as n from scratch")).toEqual([{ n: 0 }]);
});

test("a target inside a gap is refused, nothing is changed, and visitors are let in again", async () => {
  const { id, stopSegment } = await create();
  await machine.sql("create table after_gap (id int)");
  const [row] = await machine.sql<{ at: Date }>("select clock_timestamp() as at");
  await machine.sql("insert into after_gap values (1)");
  await create();
  const lost = (await storage.list(`${machine.prefix}wal/${stopSegment.slice(0, 8)}/`)).filter(
    (key) => /[0-9A-F]{24}$/.test(key) && key.slice(-24) > stopSegment,
  );
  expect(lost.length).toBeGreaterThan(0);
  await storage.remove(lost[0] ?? "");
  const request = {
    restoreId: "rst_gap",
    target: { backupId: id, at: row?.at.toISOString(), timeline: null },
  };
  const refused = await machine.run(["backup", "prepare"], request);
  expect(refused.error, JSON.stringify(refused.error)).toMatchObject({ code: "target_unreachable" });
  expect(await machine.sql("select count(*)::int as n from after_gap")).toEqual([{ n: 1 }]);
  expect((await status()).maintenance).toBe(false);
});
