import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { BackupOverview, BackupView } from "@/lib/backup/backup-schemas";
import type { JobView } from "@/lib/job/job-schemas";
import type { ServerAndJob, ServerView } from "@/lib/server/server-schemas";
import { listObjects } from "@/lib/storage/list-objects";
import { storeOf } from "@/lib/storage/store-of";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { callsOf } from "@/tests/harness/calls";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { storeUsers } from "@/tests/harness/store-users";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let app: AppUnderTest;
let api: ReturnType<typeof callsOf>;

/** One store only, in Helsinki. */
beforeAll(async () => {
  world = await startWorld();
  const stores = JSON.parse(world.env.BACKUP_STORES ?? "[]") as { region: string }[];
  const helsinki = JSON.stringify(stores.filter(({ region }) => region === "hel1"));
  app = await startAppUnderTest({ ...world.env, BACKUP_STORES: helsinki }, world.webPort);
  api = callsOf(world);
});
beforeEach(() => world.sandbox.clearFaults());
afterAll(async () => {
  await app?.kill();
  await world?.close();
});

/** A server that is ready; its first backup begins by itself. */
async function readyServer(order: { name: string; location?: string }): Promise<ServerView> {
  const { server, job } = await orderServer(world, order);
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  return server;
}

/** The first backup's job, once it has ended, and the backup as it is listed then. */
async function firstBackup(serverId: string): Promise<{ job: JobView; backup: BackupView }> {
  return await waitFor("the first backup to end", async () => {
    const { items } = await api.get<{ items: BackupView[] }>(`/servers/${serverId}/backups`);
    const backup = items.find(({ trigger }) => trigger === "first");
    if (!backup?.jobId || backup.status === "creating") return null;
    // The backup is what it is with the last step; its job ends a moment later.
    const job = await api.get<JobView>(`/jobs/${backup.jobId}`);
    return job.status === "running" ? null : { backup, job };
  });
}

const usersOf = (serverId: string) => storeUsers(world, serverId);

const deleteServer = async (server: ServerView) => {
  const answer = await world.api("DELETE", `/api/v1/servers/${server.id}`, { confirm: server.name });
  return await waitForJob(world, (answer.body as ServerAndJob).job.id);
};

test("a server is never backed up next to itself: without a store in another region there is no backup, said with a remedy", async () => {
  const server = await readyServer({ name: "Beside", location: "hel1" });
  const { job, backup } = await firstBackup(server.id);
  expect(job).toMatchObject({
    status: "failed",
    error: {
      code: "no_store",
      actions: expect.arrayContaining(["retry"]),
      remedy: expect.stringMatching(/another region/),
    },
  });
  expect(backup).toMatchObject({ status: "failed", level: 0 });
  expect(await listObjects(storeOf("hel1"), `servers/${server.id}/`)).toEqual([]);
  expect(await usersOf(server.id)).toEqual([]);
  expect(await api.get<BackupOverview>(`/servers/${server.id}/backup-overview`)).toMatchObject({
    configured: false,
  });
});

test("an IAM that is away for a while is asked again, and the first backup comes good by itself", async () => {
  const away = { provider: "iam", operation: "*", effect: { type: "status", status: 503 } };
  await world.sandbox.fault({ ...away, times: 5 });
  const server = await readyServer({ name: "Away" });
  const { job, backup } = await firstBackup(server.id);
  expect(job.status, JSON.stringify(job.error)).toBe("succeeded");
  expect(backup.status).toBe("good");
  expect(await usersOf(server.id)).toEqual([{ name: expect.any(String), keys: 1 }]);
});

test("an IAM that refuses any of the calls fails the backup with a remedy, and Retry makes it good once we are let in", async () => {
  const refuse = async (operation: string) => {
    await world.sandbox.clearFaults();
    const refusal = { type: "status", status: 403, code: "AccessDenied" };
    await world.sandbox.fault({ provider: "iam", operation, times: 0, effect: refusal });
  };
  await refuse("CreateUser");
  const server = await readyServer({ name: "Refused" });
  const { job } = await firstBackup(server.id);
  const retry = async () => {
    await api.post(`/jobs/${job.id}/retry`, {});
    return await waitForJob(world, job.id);
  };
  const refused = {
    status: "failed",
    error: {
      code: "store_refused",
      actions: expect.arrayContaining(["retry"]),
      remedy: expect.stringMatching(/backup store/),
    },
  };
  expect(job).toMatchObject(refused);
  for (const operation of ["PutUserPolicy", "ListAccessKeys", "CreateAccessKey"]) {
    await refuse(operation);
    expect(await retry(), operation).toMatchObject(refused);
  }
  await world.sandbox.clearFaults();
  expect((await retry()).status).toBe("succeeded");
  expect(await usersOf(server.id)).toEqual([{ name: expect.any(String), keys: 1 }]);
});

test("an IAM that never answers is given up, and a key whose answer was lost is replaced: one that works is left", async () => {
  await world.sandbox.fault({
    provider: "iam",
    operation: "CreateUser",
    effect: { type: "delay", delayMs: 600_000 },
  });
  await world.sandbox.fault({
    provider: "iam",
    operation: "CreateAccessKey",
    effect: { type: "reset_after" },
  });
  const server = await readyServer({ name: "Silent" });
  const { job, backup } = await firstBackup(server.id);
  expect(job.status, JSON.stringify(job.error)).toBe("succeeded");
  expect(backup.status).toBe("good");
  expect(await usersOf(server.id)).toEqual([{ name: expect.any(String), keys: 1 }]);
});

test("a server that is deleted while its key is half made leaves no user and no key at the store", async () => {
  const refusal = { type: "status", status: 403, code: "AccessDenied" };
  await world.sandbox.fault({ provider: "iam", operation: "CreateAccessKey", times: 0, effect: refusal });
  const server = await readyServer({ name: "Regretted" });
  expect((await firstBackup(server.id)).job.status).toBe("failed");
  expect(await usersOf(server.id)).toEqual([{ name: expect.any(String), keys: 0 }]);
  const ended = await deleteServer(server);
  expect(ended.status, JSON.stringify(ended.error)).toBe("succeeded");
  expect(ended.receipt).toContainEqual(expect.objectContaining({ kind: "storage_key", outcome: "deleted" }));
  expect(await usersOf(server.id)).toEqual([]);
});
