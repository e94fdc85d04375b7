import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BackupView } from "@/lib/backup/backup-schemas";
import type { JobView } from "@/lib/job/job-schemas";
import { restore as restoreKind } from "@/lib/restore/jobs/restore";
import type { RestoreView } from "@/lib/restore/restore-schemas";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { callsOf } from "@/tests/harness/calls";
import { machineSql } from "@/tests/harness/machine-sql";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { mailsAbout } from "@/tests/harness/provider-state";
import { stepReached } from "@/tests/harness/step-reached";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let app: AppUnderTest;
let serverId: string;
let watch: pg.Client;
let api: ReturnType<typeof callsOf>;
/** A moment with 300 rows; afterwards there are none. */
let before: Date;

beforeAll(async () => {
  world = await startWorld();
  app = await startAppUnderTest(world.env, world.webPort);
  api = callsOf(world);
  watch = new pg.Client({ connectionString: world.databaseUrl });
  await watch.connect();
  await watch.query("LISTEN nself_job");
  const { server, job } = await orderServer(world, { name: "Sturdy" });
  serverId = server.id;
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  await waitFor("the first backup", async (see) => see(await backups()).some((one) => one.status === "good"));
  await sql("create table ledger as select generate_series(1, 300) as id");
  before = (await sql<{ at: Date }>("select clock_timestamp() as at"))[0]?.at ?? new Date();
  await sql("delete from ledger");
  const { job: backup } = await api.post<{ job: JobView }>(`/servers/${serverId}/backups`, {});
  await waitForJob(world, backup.id);
  await api.covered(serverId, before);
});
afterAll(async () => {
  await watch?.end();
  await app?.kill();
  await world?.close();
});

const sql = <T extends pg.QueryResultRow>(text: string) => machineSql<T>(world, serverId, text);
const rows = async () => (await sql<{ n: number }>("select count(*)::int as n from ledger"))[0]?.n;
const backups = async () => (await api.get<{ items: BackupView[] }>(`/servers/${serverId}/backups`)).items;
const start = () =>
  api.post<{ job: JobView; restore: RestoreView }>(`/servers/${serverId}/restores`, {
    target: { at: before.toISOString() },
    into: "in_place",
    confirm: "Sturdy",
  });
const undo = async (restoreId: string) => {
  const { job } = await api.post<{ job: JobView }>(`/restores/${restoreId}/undo`, { confirm: "Sturdy" });
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
};
const inMaintenance = async () => {
  const { existsSync } = await import("node:fs");
  const machine = (await world.sandbox.machines()).find((one) => one.name.endsWith(serverId.slice(4)));
  return existsSync(`${machine?.root}/var/lib/nself/maintenance/on.json`);
};

test("a restore can be cancelled until its switch: the server keeps its data and lets visitors in again", async () => {
  const { job } = await start();
  await stepReached(watch, job.id, "forensic_backup", "running");
  const second = await world.api("POST", `/api/v1/servers/${serverId}/restores`, {
    target: { at: before.toISOString() },
    into: "in_place",
    confirm: "Sturdy",
  });
  expect(second).toMatchObject({ status: 409, body: { code: "job_live" } });
  await api.post(`/jobs/${job.id}/cancel`, {});
  expect((await waitForJob(world, job.id)).status).toBe("cancelled");
  expect([await rows(), await inMaintenance()]).toEqual([0, false]);
});

test("a restore that fails before its switch leaves the server open with its data, and Retry carries it through", async () => {
  const refuse = { provider: "storage", operation: "GetObject", match: "/base/", times: 0 };
  const { job, restore } = await start();
  await stepReached(watch, job.id, "forensic_backup", "succeeded");
  await world.sandbox.fault({ ...refuse, effect: { type: "named", name: "bit_flip" } });
  const failed = await waitForJob(world, job.id);
  expect(failed).toMatchObject({
    status: "failed",
    currentStep: "restoring_beside",
    error: { code: "backup_damaged" },
  });
  await waitFor("maintenance to end", async () => !(await inMaintenance()));
  expect(await rows()).toBe(0);
  await world.sandbox.clearFaults();
  await api.post(`/jobs/${job.id}/retry`, {});
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  expect([await rows(), await inMaintenance()]).toEqual([300, false]);
  await undo(restore.id);
  expect(await rows()).toBe(0);
});

test.each([
  ["inside every step", "running"],
  ["between every two steps", "succeeded"],
] as const)(
  "a control plane that is killed %s of a restore ends with the complete restored data, one forensic backup and one mail",
  async (_, status) => {
    const mails = await mailsAbout(world, "Sturdy has been restored");
    const { job, restore } = await start();
    for (const key of Object.keys(restoreKind.steps)) {
      await stepReached(watch, job.id, key, status);
      await app.kill();
      app = await startAppUnderTest(world.env, world.webPort);
    }
    const ended = await waitForJob(world, job.id);
    expect(ended.status, JSON.stringify(ended.error)).toBe("succeeded");
    expect([await rows(), await inMaintenance()]).toEqual([300, false]);
    const forensic = (await backups()).filter(
      (one) =>
        one.trigger === "forensic" && Date.parse(one.startedAt) >= Date.parse(restore.createdAt) - 1000,
    );
    expect(forensic.map((one) => one.status)).toEqual(["good"]);
    // The mail follows the end of the job; the next one would only come with the next restore.
    await waitFor(
      "the mail",
      async (see) => see(await mailsAbout(world, "Sturdy has been restored")) > mails,
    );
    await waitFor("the backup that follows", async (see) =>
      see(await backups()).some(
        (one) =>
          one.label === "after the restore" && one.status === "good" && one.startedAt > restore.createdAt,
      ),
    );
    expect(await mailsAbout(world, "Sturdy has been restored")).toBe(mails + 1);
    await undo(restore.id);
  },
);
