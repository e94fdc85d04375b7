import { S3Client } from "@aws-sdk/client-s3";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rolePermissions } from "@/lib/access/permissions";
import { applyRetention } from "@/lib/backup/apply-retention";
import type { BackupOverview, BackupView } from "@/lib/backup/backup-schemas";
import { raiseAlarms } from "@/lib/backup/raise-alarms";
import { startNightly } from "@/lib/backup/start-nightly";
import type { JobView } from "@/lib/job/job-schemas";
import type { RestorePoints, RestorePreview } from "@/lib/restore/restore-schemas";
import { listObjects } from "@/lib/storage/list-objects";
import { storeOf } from "@/lib/storage/store-of";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { callsOf } from "@/tests/harness/calls";
import { machineSql } from "@/tests/harness/machine-sql";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { mailsAbout } from "@/tests/harness/provider-state";
import { secondTeam } from "@/tests/harness/second-team";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let app: AppUnderTest;
let serverId: string;
let database: pg.Client;
let api: ReturnType<typeof callsOf>;

beforeAll(async () => {
  world = await startWorld();
  app = await startAppUnderTest(world.env, world.webPort);
  api = callsOf(world);
  database = new pg.Client({ connectionString: world.databaseUrl });
  await database.connect();
  const { server, job } = await orderServer(world, { name: "Guarded" });
  serverId = server.id;
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  await waitFor("the first backup", async (see) => see(await backups()).some((one) => one.status === "good"));
});
afterAll(async () => {
  await database?.end();
  await app?.kill();
  await world?.close();
});

const backups = async () => (await api.get<{ items: BackupView[] }>(`/servers/${serverId}/backups`)).items;
const newest = async () => {
  const [first] = await backups();
  if (!first) throw new Error("there is no backup");
  return first;
};
const backUp = async (label?: string): Promise<JobView> => {
  const { job } = await api.post<{ job: JobView }>(`/servers/${serverId}/backups`, label ? { label } : {});
  return await waitForJob(world, job.id);
};
const store = () => storeOf("hel1");
const prefix = () => `servers/${serverId}/`;

test("another team finds none of it: servers, backups, restores and drills of strangers are not there", async () => {
  const stranger = await secondTeam(world);
  const backup = await newest();
  const target = { at: new Date().toISOString() };
  const calls: [string, string, unknown?][] = [
    ["GET", `/servers/${serverId}/backups`],
    ["POST", `/servers/${serverId}/backups`, {}],
    ["GET", `/servers/${serverId}/backup-overview`],
    ["PATCH", `/servers/${serverId}/backup-policy`, { retentionDays: 7 }],
    ["POST", `/backups/${backup.id}/verifications`, {}],
    ["GET", `/servers/${serverId}/restore-points`],
    ["POST", `/servers/${serverId}/restore-previews`, { target }],
    ["POST", `/servers/${serverId}/restores`, { target, into: "in_place", confirm: "Guarded" }],
    ["GET", `/servers/${serverId}/restores`],
    ["GET", `/servers/${serverId}/drills`],
    ["POST", `/servers/${serverId}/drills`, { scenario: "full-restore" }],
  ];
  for (const [method, path, body] of calls) {
    const answer = await world.api(method, `/api/v1${path}`, body, {
      authorization: `Bearer ${stranger.apiToken}`,
    });
    expect(answer.status, `${method} ${path}`).toBe(404);
  }
});

test.each(["viewer", "developer"] as const)(
  "a %s sees what can be restored and may not restore",
  async (role) => {
    const { apiToken } = await secondTeam(world, rolePermissions[role]);
    await database.query('UPDATE "ApiToken" SET "teamId" = $1 WHERE "hint" = $2', [
      world.teamId,
      apiToken.slice(-4),
    ]);
    const headers = { authorization: `Bearer ${apiToken}` };
    expect(
      (await world.api("GET", `/api/v1/servers/${serverId}/restore-points`, undefined, headers)).status,
    ).toBe(200);
    const body = { target: { backupId: (await newest()).id }, into: "in_place", confirm: "Guarded" };
    expect((await world.api("POST", `/api/v1/servers/${serverId}/restores`, body, headers)).status).toBe(403);
  },
);

test("a target is refused in words: without a zone, in the future, before the first, and under a wrong name", async () => {
  const ask = (target: unknown, confirm = "Guarded") =>
    world.api("POST", `/api/v1/servers/${serverId}/restores`, { target, into: "in_place", confirm });
  const naive = await ask({ at: "2026-11-21T02:00:00" });
  expect(naive.status).toBe(400);
  expect(JSON.stringify(naive.body)).toContain("with its zone");
  for (const at of [new Date(Date.now() + 3_600_000), new Date("2020-01-01")]) {
    const refused = await ask({ at: at.toISOString() });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: "target_unreachable", hint: expect.stringContaining("nearest") },
    });
  }
  const misnamed = await ask({ backupId: (await newest()).id }, "guarded");
  expect(misnamed).toMatchObject({ status: 400, body: { fields: { confirm: expect.any(String) } } });
});

test("everything that is offered is accepted, and what lies in a gap is neither offered nor accepted", async () => {
  await backUp();
  const { points, ranges } = await api.get<RestorePoints>(`/servers/${serverId}/restore-points`);
  const offered = [...points.map(({ at }) => at), ...ranges.flatMap(({ from, until }) => [from, until])];
  for (const at of offered) {
    const preview = await api.post<RestorePreview>(`/servers/${serverId}/restore-previews`, {
      target: { at },
    });
    expect(preview.checks.find(({ name }) => name === "window")?.status, at).not.toBe("failed");
  }
  const { rows } = await database.query('SELECT * FROM "WalRun" WHERE "serverId" = $1', [serverId]);
  await database.query('DELETE FROM "WalRun" WHERE "serverId" = $1', [serverId]);
  const inGap = new Date(Date.parse(ranges[0]?.until ?? "") - 1).toISOString();
  const preview = await api.post<RestorePreview>(`/servers/${serverId}/restore-previews`, {
    target: { at: inGap },
  });
  expect(preview.possible).toBe(false);
  expect(preview.checks.find(({ name }) => name === "window")).toMatchObject({ status: "failed" });
  expect(rows.length).toBeGreaterThan(0); // the agent's next report brings them back
});

test("a store that refuses fails the backup in words; it never looks good, and Retry makes it so once the store is mended", async () => {
  const refuse = { provider: "storage", operation: "PutObject", match: "/base/", times: 0 };
  await world.sandbox.fault({ ...refuse, effect: { type: "status", status: 403, code: "AccessDenied" } });
  const failed = await backUp("refused");
  expect(failed).toMatchObject({
    status: "failed",
    error: { code: "store_refused", actions: expect.arrayContaining(["retry"]) },
  });
  expect((await backups()).find(({ label }) => label === "refused")).toMatchObject({
    status: "failed",
    error: expect.any(String),
    level: 0,
  });
  await world.sandbox.clearFaults();
  await api.post(`/jobs/${failed.id}/retry`, {});
  expect((await waitForJob(world, failed.id)).status).toBe("succeeded");
  expect((await backups()).find(({ label }) => label === "refused")).toMatchObject({
    status: "good",
    error: null,
  });
});

test("a backup that was tampered with turns red: the proof fails, the page alarms, one mail goes out, and a good one ends it", async () => {
  const planted = await newest();
  const chunk = `${prefix()}backups/${planted.name}/base/000000`;
  const { PutObjectCommand, GetObjectCommand } = await import("@aws-sdk/client-s3");
  const s3 = new S3Client({
    endpoint: store().endpoint,
    region: "hel1",
    forcePathStyle: true,
    credentials: { accessKeyId: store().accessKeyId, secretAccessKey: store().secretAccessKey },
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  const there = await s3.send(new GetObjectCommand({ Bucket: store().bucket, Key: chunk }));
  const bytes = Buffer.from((await there.Body?.transformToByteArray()) ?? []);
  bytes.writeUInt8(bytes.readUInt8(5000) ^ 1, 5000);
  await s3.send(new PutObjectCommand({ Bucket: store().bucket, Key: chunk, Body: bytes }));

  const { job } = await api.post<{ job: JobView }>(`/backups/${planted.id}/verifications`, {});
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  expect((await backups()).find(({ id }) => id === planted.id)).toMatchObject({
    level: 0,
    verification: { status: "failed" },
  });
  expect((await api.get<BackupOverview>(`/servers/${serverId}/backup-overview`)).alarm).toContain(
    "verification failed",
  );
  await raiseAlarms();
  await raiseAlarms();
  expect(await mailsAbout(world, "backups of Guarded need")).toBe(1);

  expect((await backUp("after the planted one")).status).toBe("succeeded");
  const proof = await api.post<{ job: JobView }>(`/backups/${(await newest()).id}/verifications`, {});
  await waitForJob(world, proof.job.id);
  expect((await api.get<BackupOverview>(`/servers/${serverId}/backup-overview`)).alarm).toBeNull();
});

test("a proof that could not be carried out says nothing about its backup, and the page asks for another", async () => {
  const backup = await newest();
  await database.query(
    `INSERT INTO "Verification" ("id", "backupId", "serverId", "teamId", "status", "wanted", "level", "checks", "startedAt", "finishedAt")
     SELECT 'ver_unfinished', $1, $2, "teamId", 'failed', 3, 0, '[]', now() + interval '1 minute', now() FROM "Server" WHERE "id" = $2`,
    [backup.id, serverId],
  );
  const shown = (await backups()).find(({ id }) => id === backup.id);
  expect(shown?.verification?.id).not.toBe("ver_unfinished");
  const alarm = async () => (await api.get<BackupOverview>(`/servers/${serverId}/backup-overview`)).alarm;
  expect(await alarm()).toContain("could not be carried out");
  await database.query(`DELETE FROM "Verification" WHERE "id" = 'ver_unfinished'`);
  expect(await alarm()).toBeNull();
});

test("absence alarms: after 26 hours without a good backup the page says so and one mail goes out, however often one looks", async () => {
  const mails = () => mailsAbout(world, "backups of Guarded need");
  const age = (hours: number) =>
    database.query(
      `UPDATE "Backup" SET "consistentAt" = "consistentAt" - make_interval(hours => $2) WHERE "serverId" = $1`,
      [serverId, hours],
    );
  const alarm = async () => (await api.get<BackupOverview>(`/servers/${serverId}/backup-overview`)).alarm;
  const before = await mails();
  await age(25);
  await raiseAlarms();
  expect([await alarm(), await mails()]).toEqual([null, before]);
  await age(2);
  expect(await alarm()).toContain("No good backup for 27 hours");
  await raiseAlarms();
  await age(3); // it goes on, in other words
  await raiseAlarms();
  await Promise.all([raiseAlarms(), raiseAlarms()]);
  expect(await mails()).toBe(before + 1);
  await age(-30);
  await raiseAlarms();
  expect([await alarm(), await mails()]).toEqual([null, before + 1]);
});

test("an agent's report counts only with its own token, and a backup that it tells of only when the store has it", async () => {
  const report = (token: string, body: unknown) =>
    world.api("POST", "/api/v1/agent-reports", body, { authorization: `Bearer ${token}` });
  const machine = (await world.sandbox.machines()).find((one) => one.name.endsWith(serverId.slice(4)));
  const { readFile } = await import("node:fs/promises");
  const settings = JSON.parse(await readFile(`${machine?.root}/etc/nself/backup.json`, "utf8")) as {
    report: { token: string };
  };
  const { rows } = await database.query<{ backupStatus: object }>(
    'SELECT "backupStatus" FROM "Server" WHERE "id" = $1',
    [serverId],
  );
  const told = {
    id: "bak_20200101_000000",
    label: null,
    trigger: "agent",
    startedAt: "2020-01-01T00:00:00.000Z",
    finishedAt: "2020-01-01T00:00:01.000Z",
    consistentAt: "2020-01-01T00:00:01.000Z",
    timeline: 1,
    startSegment: "000000010000000000000001",
    stopSegment: "000000010000000000000001",
    sizeBytes: 1,
    storedBytes: 1,
    newBytes: 1,
    manifestSha256: "0".repeat(64),
    seconds: { upload: 0, readBack: 0 },
  };
  const body = { serverId, status: rows[0]?.backupStatus, backups: [told] };
  expect((await report("nsa_wrong", body)).status).toBe(401);
  expect((await report(settings.report.token, { ...body, serverId: `srv_${"0".repeat(26)}` })).status).toBe(
    401,
  );
  expect((await report(settings.report.token, body)).status).toBe(204);
  expect((await backups()).some(({ name }) => name === told.id)).toBe(false);
});

test("secrets of the store and the backup key stand in no log line, answer or event", async () => {
  const machine = (await world.sandbox.machines()).find((one) => one.name.endsWith(serverId.slice(4)));
  const { readFile } = await import("node:fs/promises");
  const settings = JSON.parse(await readFile(`${machine?.root}/etc/nself/backup.json`, "utf8")) as {
    key: { secret: string };
    place: { secretAccessKey: string };
    report: { token: string };
  };
  const { rows } = await database.query<{ text: string }>(
    `SELECT string_agg(message, ' ') AS text FROM "JobLog" UNION ALL SELECT string_agg(details::text, ' ') FROM "AuditEvent"`,
  );
  const answers = JSON.stringify([await backups(), await api.get(`/servers/${serverId}`), rows]);
  for (const secret of [settings.key.secret, settings.place.secretAccessKey, settings.report.token]) {
    expect(answers).not.toContain(secret);
  }
});

test("retention deletes what nothing needs, by id, from catalogue and store, and keeps the last good and the window", async () => {
  const oldestFirst = (await backups()).filter(({ status }) => status === "good").reverse();
  const [old, week] = oldestFirst;
  // One that is past its days, and one from which the window is restored, so that the former is needed no more.
  const age = (id: string | undefined, days: number) =>
    database.query(
      `UPDATE "Backup" SET "startedAt" = now() - make_interval(days => $2), "consistentAt" = now() - make_interval(days => $2),
         "lockedUntil" = NULL, "level" = 1 WHERE "id" = $1`,
      [id, days],
    );
  await age(old?.id, 40);
  await age(week?.id, 5);
  const before = (await listObjects(store(), prefix())).map(({ key }) => key);
  expect(await applyRetention(serverId)).toMatchObject({ backups: 1 });
  const after = (await listObjects(store(), prefix())).map(({ key }) => key);
  const gone = before.filter((key) => !after.includes(key));
  expect(gone.length).toBeGreaterThan(0);
  expect(gone.filter((key) => key.includes("/backups/")).every((key) => key.includes(`/${old?.name}/`))).toBe(
    true,
  );
  expect((await backups()).map(({ id }) => id)).not.toContain(old?.id);
  expect((await newest()).status).toBe("good");
  await machineSql(world, serverId, "select 1");
});

test("the nightly run starts what is due once, spread over the window, and leaves the others alone", async () => {
  await database.query(
    `UPDATE "Backup" SET "startedAt" = now() - interval '30 hours' WHERE "serverId" = $1 AND status <> 'deleted'`,
    [serverId],
  );
  await database.query(
    `UPDATE "Backup" SET "consistentAt" = now() - interval '30 hours' WHERE "serverId" = $1 AND status = 'good'`,
    [serverId],
  );
  const started = await startNightly();
  expect(started.length).toBeLessThanOrEqual(1);
  expect(await startNightly()).toEqual([]);
});
