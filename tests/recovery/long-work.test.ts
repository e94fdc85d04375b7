import { readdirSync, rmSync, writeFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { identify } from "@/cli/lib/process-identity";
import { rolePermissions } from "@/lib/access/permissions";
import type { BackupView } from "@/lib/backup/backup-schemas";
import { deleteLeftDrillServers } from "@/lib/drill/delete-drill-servers";
import type { JobView } from "@/lib/job/job-schemas";
import type { RestoreView } from "@/lib/restore/restore-schemas";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { callsOf } from "@/tests/harness/calls";
import { machineSql } from "@/tests/harness/machine-sql";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { mailsAbout, whatIsLeft } from "@/tests/harness/provider-state";
import { secondTeam } from "@/tests/harness/second-team";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let app: AppUnderTest;
let database: pg.Client;
let api: ReturnType<typeof callsOf>;
let server: { id: string; domain: string };
let root: string;

beforeAll(async () => {
  // So few looks that every job goes through several runs.
  world = await startWorld({ env: { ROUNDS_PER_RUN: "2" } });
  app = await startAppUnderTest(world.env, world.webPort);
  api = callsOf(world);
  database = new pg.Client({ connectionString: world.databaseUrl });
  await database.connect();
  const ordered = await orderServer(world, { name: "Patient" });
  server = ordered.server;
  const ended = await waitForJob(world, ordered.job.id);
  expect(ended.status, JSON.stringify(ended)).toBe("succeeded");
  const machine = (await world.sandbox.machines()).find((one) => one.name.endsWith(server.id.slice(4)));
  root = machine?.root ?? "";
  await waitFor("the first backup", async (see) =>
    see(await backups()).some(({ status }) => status === "good"),
  );
});
afterAll(async () => {
  await database?.end();
  await app?.kill();
  await world?.close();
});
beforeEach(() => world.sandbox.clearFaults());

const backups = async () => (await api.get<{ items: BackupView[] }>(`/servers/${server.id}/backups`)).items;
const askForBackup = async () =>
  (await api.post<{ job: JobView }>(`/servers/${server.id}/backups`, {})).job.id;
/** Nothing of the server is under way, or follows what was. */
const atRest = (serverId: string) =>
  waitFor("all jobs to end", async () => {
    const { rows } = await database.query(
      `SELECT 1 FROM "Job" WHERE "serverId" = $1 AND "status" IN ('queued', 'running')
       UNION ALL SELECT 1 FROM "Server" WHERE "id" = $1 AND "firstBackupRequestedAt" IS NULL`,
      [serverId],
    );
    return rows.length === 0;
  });
const tasksOf = (jobId: string, name: string) =>
  readdirSync(`${root}/var/lib/nself/tasks`).filter(
    (id) => id.startsWith(`${jobId.replaceAll("_", "-")}-`) && id.includes(`-${name}-`),
  );
const linesOf = async (jobId: string) =>
  (
    await database.query<{ message: string }>('SELECT "message" FROM "JobLog" WHERE "jobId" = $1', [jobId])
  ).rows.map(({ message }) => message);

test("a job that looks more often than one run may goes on in fresh runs, and does everything once", async () => {
  const { rows } = await database.query<{ epoch: number }>(
    `SELECT "epoch" FROM "Job" WHERE "serverId" = $1 AND "kind" = 'provision'`,
    [server.id],
  );
  expect(rows[0]?.epoch).toBeGreaterThan(1);
  expect(await whatIsLeft(world, server)).toEqual({ servers: 1, sshKeys: 1, dnsRecords: 2 });
  expect(await mailsAbout(world, "Patient is ready")).toBe(1);
});

test("a task whose connection breaks while it is looked at is found again, and not started twice", async () => {
  const effect = { type: "reset_after" };
  await world.sandbox.fault({ provider: "machine", operation: "exec nself task", times: 3, effect });
  const jobId = await askForBackup();
  expect((await waitForJob(world, jobId)).status).toBe("succeeded");
  expect(tasksOf(jobId, "create")).toEqual([expect.stringMatching(/-0$/)]);
});

test("a backup that finds another command at work on the server waits for it, however often it has to ask", async () => {
  const lock = `${root}/run/nself/backup.lock`;
  writeFileSync(lock, JSON.stringify(identify(process.pid)));
  const jobId = await askForBackup();
  await waitFor("it to say so", async () =>
    (await linesOf(jobId)).some((line) => line.includes("Waiting for it to end")),
  );
  rmSync(lock);
  expect((await waitForJob(world, jobId)).status).toBe("succeeded");
});

test("an undo that fails lets visitors in again, is retried by admins only, and puts the former data back then", async () => {
  await machineSql(world, server.id, "create table kept as select 1 as id");
  await waitForJob(world, await askForBackup());
  const good = (await backups()).find(({ status }) => status === "good");
  await machineSql(world, server.id, "insert into kept values (2)");
  const rows = async () =>
    (await machineSql<{ n: number }>(world, server.id, "select count(*)::int as n from kept"))[0]?.n;
  const { job, restore } = await api.post<{ job: JobView; restore: RestoreView }>(
    `/servers/${server.id}/restores`,
    { target: { backupId: good?.id }, into: "in_place", confirm: "Patient" },
  );
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  expect(await rows()).toBe(1);
  await waitFor("the backup that follows", async (see) =>
    see(await backups()).some(({ label, status }) => label === "after the restore" && status === "good"),
  );

  const effect = { type: "status", status: 127 };
  await world.sandbox.fault({ provider: "machine", operation: "exec nself task run", times: 0, effect });
  const { job: undo } = await api.post<{ job: JobView }>(`/restores/${restore.id}/undo`, {
    confirm: "Patient",
  });
  expect((await waitForJob(world, undo.id)).status).toBe("failed");
  await waitFor("maintenance to end", async () =>
    readdirSync(`${root}/var/lib/nself/maintenance`).every((name) => name !== "on.json"),
  );
  expect(await rows()).toBe(1);

  await world.sandbox.clearFaults();
  const { apiToken } = await secondTeam(world, rolePermissions.developer);
  const mine = 'UPDATE "ApiToken" SET "teamId" = $1 WHERE "hint" = $2';
  await database.query(mine, [world.teamId, apiToken.slice(-4)]);
  const headers = { authorization: `Bearer ${apiToken}` };
  const refused = await world.api("POST", `/api/v1/jobs/${undo.id}/retry`, {}, headers);
  expect(refused.status).toBe(403);
  await api.post(`/jobs/${undo.id}/retry`, {});
  expect((await waitForJob(world, undo.id)).status).toBe("succeeded");
  expect(await rows()).toBe(2);
});

test("a throw-away server that outlived its drill is deleted by the hourly look, and one whose drill runs is not", async () => {
  const { server: left, job } = await orderServer(world, { name: "Left over" });
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  await atRest(left.id);
  const drillIs = (status: string) =>
    database.query(
      `INSERT INTO "Drill" ("id", "serverId", "teamId", "jobId", "scenario", "trigger", "status", "startedAt", "notes")
       VALUES ('drl_left', $1, $2, $3, 'full-restore', 'manual', $4::"DrillStatus", now(), '{}')
       ON CONFLICT ("id") DO UPDATE SET "status" = excluded."status"`,
      [server.id, world.teamId, job.id, status],
    );
  await drillIs("running");
  await database.query(`UPDATE "Server" SET "drillId" = 'drl_left' WHERE "id" = $1`, [left.id]);
  expect(await deleteLeftDrillServers()).toEqual([]);
  await drillIs("failed");
  const [run] = await deleteLeftDrillServers();
  expect(run?.jobId).toMatch(/^job_/);
  expect(await deleteLeftDrillServers()).toEqual([]);
  const { rows } = await database.query(`SELECT "kind"::text, "serverId" FROM "Job" WHERE "id" = $1`, [
    run?.jobId,
  ]);
  expect(rows).toEqual([{ kind: "deprovision", serverId: left.id }]);
});
