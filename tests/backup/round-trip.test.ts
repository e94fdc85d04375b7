import { afterAll, beforeAll, expect, test } from "vitest";
import type { BackupCreated, Prepared, Verified } from "@/cli/contract/backup";
import { type Storage, startBackupMachine, startStorage } from "@/tests/harness/backup-machine";

let storage: Storage;
let machine: Awaited<ReturnType<typeof startBackupMachine>>;

beforeAll(async () => {
  storage = await startStorage();
  machine = await startBackupMachine(storage);
}, 60_000);
afterAll(async () => {
  await machine?.close();
  await storage?.close();
});

test("rows that were deleted after a point in time are back after a restore to it, and gone again after the undo", async () => {
  await machine.sql("create table notes (id int primary key, body text)");
  await machine.sql("insert into notes select n, repeat('x', 200) from generate_series(1, 2000) n");
  const backup = await machine.must<BackupCreated>(["backup", "create", "--label", "before the accident"]);
  expect(backup.id).toMatch(/^bak_\d{8}_\d{6}$/);

  await machine.sql("insert into notes values (3001, 'after the backup')");
  const [before] = await machine.sql<{ at: Date }>("select clock_timestamp() as at");
  await machine.sql("delete from notes");
  // A later backup ships the log that the target needs.
  await machine.must(["backup", "create"]);

  const request = {
    restoreId: "rst_one",
    target: { backupId: backup.id, at: before?.at.toISOString(), timeline: null },
  };
  const prepared = await machine.must<Prepared>(["backup", "prepare"], request);
  expect(prepared.rowCount).toBe(2001);
  expect(await machine.sql("select count(*)::int as n from notes")).toEqual([{ n: 0 }]);

  await machine.must(["backup", "switch", "rst_one"]);
  expect(await machine.sql("select count(*)::int as n from notes")).toEqual([{ n: 2001 }]);

  await machine.must(["backup", "undo", "rst_one"]);
  expect(await machine.sql("select count(*)::int as n from notes")).toEqual([{ n: 0 }]);
}, 120_000);

test("a backup is proven by restoring it into a throw-away instance", async () => {
  const verified = await machine.must<Verified>(["backup", "verify"]);
  expect(verified).toMatchObject({
    valid: true,
    level: 3,
    checksum: { status: "passed" },
    integrity: { status: "passed" },
  });
});
