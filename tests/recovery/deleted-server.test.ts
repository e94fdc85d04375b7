import { ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BackupView } from "@/lib/backup/backup-schemas";
import { forgetDeletedServer, serversToForget } from "@/lib/backup/forget-deleted-server";
import type { JobView } from "@/lib/job/job-schemas";
import type { RestorePreview, RestoreView } from "@/lib/restore/restore-schemas";
import type { ServerAndJob, ServerView } from "@/lib/server/server-schemas";
import { clientOf, storeOf } from "@/lib/storage/store-of";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { callsOf } from "@/tests/harness/calls";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { storeUsers } from "@/tests/harness/store-users";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let app: AppUnderTest;
let database: pg.Client;
let api: ReturnType<typeof callsOf>;
let server: ServerView;
let providerId: string;

beforeAll(async () => {
  world = await startWorld();
  app = await startAppUnderTest(world.env, world.webPort);
  api = callsOf(world);
  database = new pg.Client({ connectionString: world.databaseUrl });
  await database.connect();
  const ordered = await orderServer(world, { name: "Regretted" });
  server = ordered.server;
  expect((await waitForJob(world, ordered.job.id)).status).toBe("succeeded");
  await waitFor("the first backup", async (see) =>
    see(await backups()).some(({ status }) => status === "good"),
  );
  const machine = (await world.sandbox.machines()).find((one) => one.name.endsWith(server.id.slice(4)));
  providerId = machine?.providerId ?? "";
});
afterAll(async () => {
  await database?.end();
  await app?.kill();
  await world?.close();
});

const store = () => storeOf("hel1");
const backups = async () => (await api.get<{ items: BackupView[] }>(`/servers/${server.id}/backups`)).items;

interface Image {
  id: number;
  type: string;
  description: string;
  created_from: { id: number } | null;
}

async function provider<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${world.sandbox.hetznerUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${world.env.HETZNER_TOKEN}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? null : await response.json()) as T;
}

const makeImage = async (type: "backup" | "snapshot", of = providerId) => {
  const { image, action } = await provider<{ image: Image; action: { id: number } }>(
    "POST",
    `/servers/${of}/actions/create_image`,
    { type },
  );
  await waitFor("the image", async () => {
    const now = await provider<{ action: { status: string } }>("GET", `/actions/${action.id}`);
    return now.action.status === "success";
  });
  return image.id;
};
const allImages = async () =>
  (await provider<{ images: Image[] }>("GET", "/images?per_page=50")).images.filter(
    ({ type }) => type !== "system",
  );
/** Those of the server that is deleted: of others the provider takes its own by the clock. */
const images = async () =>
  (await allImages())
    .filter(({ created_from }) => String(created_from?.id) === providerId)
    .map(({ id, type }) => ({ id, type }));

async function objects(prefix: string): Promise<string[]> {
  const { Contents = [] } = await clientOf(store()).send(
    new ListObjectsV2Command({ Bucket: store().bucket, Prefix: prefix }),
  );
  return Contents.flatMap(({ Key }) => Key ?? []);
}

test("a restore into a new server that is cancelled ends the key that could read the other's backups", async () => {
  const away = { type: "status", status: 503, code: "SlowDown" };
  await world.sandbox.fault({
    provider: "storage",
    operation: "GetObject",
    match: "/base/",
    times: 0,
    effect: away,
  });
  const [backup] = await backups();
  const { job, restore } = await api.post<{ job: JobView; restore: RestoreView }>(
    `/servers/${server.id}/restores`,
    {
      target: { backupId: backup?.id },
      into: { name: "Copy", subdomain: `${server.subdomain}c` },
      confirm: "Regretted",
    },
  );
  const reader = restore.newServerId ?? "";
  const reads = ({ name, keys }: { name: string; keys: number }) => name.endsWith("-read") && keys === 1;
  await waitFor("the key to read with", async (see) => see(await storeUsers(world, reader)).some(reads));
  await api.post(`/jobs/${job.id}/cancel`, {});
  expect((await waitForJob(world, job.id)).status).toBe("cancelled");
  expect(await storeUsers(world, reader)).toEqual([]);
  await world.sandbox.clearFaults();
});

test("of a deleted server the newest image of the provider and all off-site backups are kept, and its key to them ends", async () => {
  await makeImage("backup");
  const newest = await makeImage("backup");
  // The provider does what is asked, and its answer is lost: the step is done again.
  await world.sandbox.fault({
    provider: "hetzner",
    operation: "PUT /images",
    effect: { type: "reset_after" },
  });
  const kept = await objects(`servers/${server.id}/backups/`);
  const answer = await world.api("DELETE", `/api/v1/servers/${server.id}`, { confirm: "Regretted" });
  const ended = await waitForJob(world, (answer.body as ServerAndJob).job.id);
  expect(ended.status, JSON.stringify(ended.error)).toBe("succeeded");
  expect(ended.receipt).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: "snapshot", name: String(newest), outcome: "kept" }),
      expect.objectContaining({
        kind: "backups",
        outcome: "kept",
        detail: expect.stringContaining("7 days"),
      }),
      expect.objectContaining({ kind: "storage_key", outcome: "deleted" }),
    ]),
  );
  expect(await images()).toEqual([{ id: newest, type: "snapshot" }]);
  expect(await storeUsers(world, server.id)).toEqual([]);
  expect(kept.length).toBeGreaterThan(0);
  expect(await objects(`servers/${server.id}/backups/`)).toEqual(kept);
});

test("within its days a deleted server comes back as a new one, and not in place", async () => {
  const [backup] = (await backups()).filter(({ kind }) => kind === "application");
  const target = { backupId: backup?.id };
  const preview = await api.post<RestorePreview>(`/servers/${server.id}/restore-previews`, { target });
  expect(preview).toMatchObject({ possible: false, possibleElsewhere: true });
  const { job } = await api.post<{ job: JobView }>(`/servers/${server.id}/restores`, {
    target,
    into: { name: "Back again", subdomain: server.subdomain },
    confirm: "Regretted",
  });
  const ended = await waitForJob(world, job.id);
  expect(ended.status, JSON.stringify(ended.error)).toBe("succeeded");
});

test("within its seven days a deleted server is forgotten by nobody, not even by who names it", async () => {
  await database.query(
    `UPDATE "Server" SET "deletedAt" = now() - interval '7 days' + interval '10 minutes' WHERE "id" = $1`,
    [server.id],
  );
  expect(await serversToForget(10)).toEqual([]);
  const kept = await objects(`servers/${server.id}/`);
  await forgetDeletedServer(server.id);
  expect(await objects(`servers/${server.id}/`)).toEqual(kept);
  expect(await images()).toHaveLength(1);
  expect((await backups()).some(({ status }) => status === "good")).toBe(true);
});

test("after its days it is forgotten with everything that the catalogue and the ledger name, and nothing else is touched", async () => {
  const neighbours = [`servers/${server.id}0/backups/bak/manifest`, "servers/other", `${server.id}/note`];
  for (const Key of neighbours) {
    await clientOf(store()).send(new PutObjectCommand({ Bucket: store().bucket, Key, Body: "theirs" }));
  }
  const machine = (await world.sandbox.machines()).find((one) => one.providerId !== providerId);
  const theirs = await makeImage("snapshot", machine?.providerId);

  await database.query(`UPDATE "Server" SET "deletedAt" = now() - interval '8 days' WHERE "id" = $1`, [
    server.id,
  ]);
  expect(await serversToForget(10)).toEqual([server.id]);
  await forgetDeletedServer(server.id);
  expect(await objects(`servers/${server.id}/`)).toEqual([]);
  expect(await images()).toEqual([]);
  expect((await allImages()).map(({ id }) => id)).toContain(theirs);
  for (const key of neighbours) expect(await objects(key)).toEqual([key]);
  const { rows } = await database.query(
    `SELECT "backupKey", (SELECT count(*)::int FROM "Backup" WHERE "serverId" = $1 AND "status" <> 'deleted') AS backups
       FROM "Server" WHERE "id" = $1`,
    [server.id],
  );
  expect(rows).toEqual([{ backupKey: null, backups: 0 }]);
  expect(await serversToForget(10)).toEqual([]);
});
