import { afterAll, beforeAll, expect, test } from "vitest";
import type { BackupOverview, BackupView } from "@/lib/backup/backup-schemas";
import type { JobView } from "@/lib/job/job-schemas";
import type { RestorePoints, RestorePreview, RestoreView } from "@/lib/restore/restore-schemas";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { machineSql } from "@/tests/harness/machine-sql";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let app: AppUnderTest;
let serverId: string;

beforeAll(async () => {
  world = await startWorld();
  app = await startAppUnderTest(world.env, world.webPort);
  const { server, job } = await orderServer(world, { name: "Ledger" });
  serverId = server.id;
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
});
afterAll(async () => {
  await app?.kill();
  await world?.close();
});

async function get<T>(path: string): Promise<T> {
  const answer = await world.api("GET", `/api/v1${path}`);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as T;
}

async function post<T>(path: string, body: unknown): Promise<T> {
  const answer = await world.api("POST", `/api/v1${path}`, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as T;
}

const sql = (text: string) => machineSql(world, serverId, text);
const backups = async () => (await get<{ items: BackupView[] }>(`/servers/${serverId}/backups`)).items;

/** Waits until everything that was committed before `at` can be restored. */
async function covered(at: Date): Promise<void> {
  await waitFor(
    "the log to come off-site",
    async () => {
      const { latest } = await get<RestorePoints>(`/servers/${serverId}/restore-points`);
      return latest !== null && new Date(latest) >= at;
    },
    60_000,
  );
}

test("a new server has a good first backup in another region, read back", async () => {
  const first = await waitFor("the first backup", async (see) =>
    see(await backups()).find((one) => one.status !== "creating"),
  );
  expect(first).toMatchObject({ trigger: "first", status: "good", region: "hel1", error: null });
  expect(first.level).toBeGreaterThanOrEqual(1);
  const overview = await get<BackupOverview>(`/servers/${serverId}/backup-overview`);
  expect(overview).toMatchObject({ configured: true, serverLocation: "fsn1", region: "hel1", alarm: null });
});

test("rows that were deleted are back after a restore to the moment before, and the undo takes it back", async () => {
  await sql("create table ledger (id int primary key)");
  await sql("insert into ledger select generate_series(1, 500)");
  const [row] = await sql("select clock_timestamp() as at");
  const before = row?.at as Date;
  await sql("delete from ledger");
  const { job: backup } = await post<{ job: JobView }>(`/servers/${serverId}/backups`, { label: "too late" });
  expect((await waitForJob(world, backup.id)).status).toBe("succeeded");
  await covered(before);

  const preview = await post<RestorePreview>(`/servers/${serverId}/restore-previews`, {
    target: { at: before.toISOString() },
  });
  expect(preview).toMatchObject({ possible: true, nearest: null });

  const wrong = await world.api("POST", `/api/v1/servers/${serverId}/restores`, {
    target: { at: before.toISOString() },
    into: "in_place",
    confirm: "Legder",
  });
  expect(wrong.status).toBe(400);

  const started = await post<{ job: JobView; restore: RestoreView }>(`/servers/${serverId}/restores`, {
    target: { at: before.toISOString() },
    into: "in_place",
    confirm: "Ledger",
  });
  const ended = await waitForJob(world, started.job.id);
  expect(ended.status, JSON.stringify(ended)).toBe("succeeded");
  expect(await sql("select count(*)::int as n from ledger")).toEqual([{ n: 500 }]);

  const restore = await get<RestoreView>(`/restores/${started.restore.id}`);
  expect(restore).toMatchObject({ status: "succeeded", into: "in_place", undoneAt: null });
  expect(restore.forensicBackupId).not.toBeNull();

  const undo = await post<{ job: JobView }>(`/restores/${restore.id}/undo`, { confirm: "Ledger" });
  expect((await waitForJob(world, undo.job.id)).status).toBe("succeeded");
  expect(await sql("select count(*)::int as n from ledger")).toEqual([{ n: 0 }]);
});

test("a backup is proven on demand, with its evidence", async () => {
  const good = (await backups()).find((one) => one.status === "good");
  const { job } = await post<{ job: JobView }>(`/backups/${good?.id}/verifications`, {});
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  const proven = (await backups()).find((one) => one.id === good?.id);
  expect(proven).toMatchObject({ level: 3, verification: { status: "passed", level: 3 } });
});
