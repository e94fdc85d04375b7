import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ObjectLockMode,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestStorage } from "./storage-fixture";

let storage: Awaited<ReturnType<typeof startTestStorage>>;
let client: S3Client;
const dayMs = 86_400_000;

beforeAll(async () => {
  storage = await startTestStorage();
  client = storage.client();
  await client.send(new CreateBucketCommand({ Bucket: "versions" }));
  await client.send(
    new PutBucketVersioningCommand({ Bucket: "versions", VersioningConfiguration: { Status: "Enabled" } }),
  );
  await client.send(new CreateBucketCommand({ Bucket: "locked", ObjectLockEnabledForBucket: true }));
});
afterEach(() => {
  storage.clock.offsetMs = 0;
});
afterAll(() => storage.close());

const denied = { name: "AccessDenied" };

test("every put makes a version, a delete hides them, and each can still be read and removed by its id", async () => {
  const at = { Bucket: "versions", Key: "k" };
  const first = await client.send(new PutObjectCommand({ ...at, Body: "1" }));
  const second = await client.send(new PutObjectCommand({ ...at, Body: "2" }));
  const marker = await client.send(new DeleteObjectCommand(at));
  expect(marker.DeleteMarker).toBe(true);
  await expect(client.send(new GetObjectCommand(at))).rejects.toMatchObject({ name: "NoSuchKey" });
  expect((await client.send(new ListObjectsV2Command({ Bucket: "versions" }))).KeyCount).toBe(0);
  const old = await client.send(new GetObjectCommand({ ...at, VersionId: first.VersionId }));
  expect(await old.Body?.transformToString()).toBe("1");

  const listed = await client.send(new ListObjectVersionsCommand({ Bucket: "versions" }));
  expect(listed.Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
    [second.VersionId, false],
    [first.VersionId, false],
  ]);
  expect(listed.DeleteMarkers?.[0]?.IsLatest).toBe(true);

  await client.send(new DeleteObjectCommand({ ...at, VersionId: marker.VersionId }));
  const back = await client.send(new GetObjectCommand(at));
  expect(await back.Body?.transformToString()).toBe("2");
});

async function putLocked(
  Key: string,
  mode: ObjectLockMode,
  days: number,
): Promise<{ Bucket: string; Key: string; VersionId?: string }> {
  const answer = await client.send(
    new PutObjectCommand({
      Bucket: "locked",
      Key,
      Body: Key,
      ObjectLockMode: mode,
      ObjectLockRetainUntilDate: new Date(Date.now() + days * dayMs),
    }),
  );
  return { Bucket: "locked", Key, VersionId: answer.VersionId };
}

test("a compliance lock yields to nobody until its day, neither by delete nor by a shorter lock", async () => {
  const version = await putLocked("compliance", "COMPLIANCE", 3);
  const bypass = { ...version, BypassGovernanceRetention: true };
  await expect(client.send(new DeleteObjectCommand(bypass))).rejects.toMatchObject(denied);
  const shorter = { Mode: "COMPLIANCE" as const, RetainUntilDate: new Date(Date.now() + dayMs) };
  await expect(
    client.send(new PutObjectRetentionCommand({ ...bypass, Retention: shorter })),
  ).rejects.toMatchObject(denied);
  const longer = { Mode: "COMPLIANCE" as const, RetainUntilDate: new Date(Date.now() + 5 * dayMs) };
  await client.send(new PutObjectRetentionCommand({ ...version, Retention: longer }));
  const kept = await client.send(new GetObjectRetentionCommand(version));
  expect(kept.Retention?.RetainUntilDate?.getTime()).toBe(longer.RetainUntilDate.getTime());

  storage.clock.offsetMs = 6 * dayMs;
  const later = storage.client();
  await later.send(new DeleteObjectCommand(version));
  await expect(later.send(new GetObjectCommand(version))).rejects.toMatchObject({ name: "NoSuchVersion" });
});

test("a governance lock yields only to one who may and says so", async () => {
  const version = await putLocked("governance", "GOVERNANCE", 3);
  await expect(client.send(new DeleteObjectCommand(version))).rejects.toMatchObject(denied);
  const limited = storage.keys.put({
    id: "limited",
    secret: "limited-secret",
    grants: [{ bucket: "locked", allow: ["deleteVersion"] }],
  });
  const bypass = new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true });
  await expect(storage.client(limited).send(bypass)).rejects.toMatchObject(denied);
  await client.send(bypass);
});

test("a legal hold keeps a version until it is lifted", async () => {
  const { VersionId } = await client.send(
    new PutObjectCommand({ Bucket: "locked", Key: "held", Body: "x", ObjectLockLegalHoldStatus: "ON" }),
  );
  const version = { Bucket: "locked", Key: "held", VersionId };
  await expect(client.send(new DeleteObjectCommand(version))).rejects.toMatchObject(denied);
  await client.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: "OFF" } }));
  await client.send(new DeleteObjectCommand(version));
});

test("a bucket's default retention falls on every new object, and its versioning cannot be suspended", async () => {
  await client.send(new CreateBucketCommand({ Bucket: "default-lock", ObjectLockEnabledForBucket: true }));
  const rule = { DefaultRetention: { Mode: "COMPLIANCE" as const, Days: 30 } };
  await client.send(
    new PutObjectLockConfigurationCommand({
      Bucket: "default-lock",
      ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: rule },
    }),
  );
  const { VersionId } = await client.send(
    new PutObjectCommand({ Bucket: "default-lock", Key: "k", Body: "x" }),
  );
  await expect(
    client.send(new DeleteObjectCommand({ Bucket: "default-lock", Key: "k", VersionId })),
  ).rejects.toMatchObject(denied);
  await expect(
    client.send(
      new PutBucketVersioningCommand({
        Bucket: "default-lock",
        VersioningConfiguration: { Status: "Suspended" },
      }),
    ),
  ).rejects.toMatchObject({ name: "InvalidBucketState" });
});

test("a lock on a bucket without object lock is refused", async () => {
  const put = new PutObjectCommand({
    Bucket: "versions",
    Key: "x",
    Body: "x",
    ObjectLockLegalHoldStatus: "ON",
  });
  await expect(client.send(put)).rejects.toMatchObject({ name: "InvalidRequest" });
});
