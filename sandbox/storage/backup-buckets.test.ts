import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AwsClient } from "aws4fetch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { adminKey } from "./access-keys";

const dataDir = mkdtempSync(join(tmpdir(), "sandbox-backups-"));
const Bucket = "nself-backups-hel1";
const credentials = { accessKeyId: adminKey.id, secretAccessKey: adminKey.secret };
let sandbox: Sandbox;
let hel1: S3Client;

const connect = (region: string) =>
  new S3Client({ endpoint: sandbox.storageUrl, region, forcePathStyle: true, maxAttempts: 1, credentials });

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir });
  hel1 = connect("hel1");
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

test.each(["fsn1", "hel1"])("the bucket of %s is there at start, with versions and locks", async (region) => {
  const client = connect(region);
  const at = { Bucket: `nself-backups-${region}` };
  expect((await client.send(new GetBucketLocationCommand(at))).LocationConstraint).toBe(region);
  expect((await client.send(new GetBucketVersioningCommand(at))).Status).toBe("Enabled");
  const lock = await client.send(new GetObjectLockConfigurationCommand(at));
  expect(lock.ObjectLockConfiguration).toEqual({ ObjectLockEnabled: "Enabled" });
});

test("each answers only what is signed for its region", async () => {
  const read = new GetBucketVersioningCommand({ Bucket: "nself-backups-fsn1" });
  // The SDK goes on to the right region by itself: it is told in the refusal.
  const refused = await new AwsClient({ ...credentials, service: "s3", region: "hel1" }).fetch(
    `${sandbox.storageUrl}/nself-backups-fsn1?versioning`,
  );
  expect([refused.status, refused.headers.get("x-amz-bucket-region")]).toEqual([400, "fsn1"]);
  expect((await connect("fsn1").send(read)).Status).toBe("Enabled");
});

test("a locked object is put once, read by range and kept, while markers and versions pile up above it", async () => {
  const at = { Bucket, Key: "srv_1/base" };
  const until = new Date(Math.ceil(Date.now() / 1000) * 1000 + 60_000);
  const body = Buffer.alloc(3_000_000, "backup");
  const put = () =>
    hel1.send(
      new PutObjectCommand({
        ...at,
        Body: body,
        IfNoneMatch: "*",
        ObjectLockMode: "COMPLIANCE",
        ObjectLockRetainUntilDate: until,
      }),
    );
  const first = await put();
  expect(first.ETag).toBe(`"${createHash("md5").update(body).digest("hex")}"`);
  await expect(put()).rejects.toMatchObject({
    name: "PreconditionFailed",
    $metadata: { httpStatusCode: 412 },
  });
  const head = await hel1.send(new HeadObjectCommand(at));
  expect(head).toMatchObject({
    ObjectLockMode: "COMPLIANCE",
    ObjectLockRetainUntilDate: until,
    ContentLength: body.length,
  });
  const part = await hel1.send(new GetObjectCommand({ ...at, Range: "bytes=6-11" }));
  expect(await part.Body?.transformToString()).toBe("backup");

  await hel1.send(new DeleteObjectCommand(at));
  await put();
  const listed = await hel1.send(new ListObjectVersionsCommand({ Bucket, Prefix: "srv_1/" }));
  expect([listed.Versions?.length, listed.DeleteMarkers?.length]).toEqual([2, 1]);
  const version = { ...at, VersionId: first.VersionId };
  await expect(hel1.send(new DeleteObjectCommand(version))).rejects.toMatchObject({ name: "AccessDenied" });
  expect((await hel1.send(new HeadObjectCommand(version))).ContentLength).toBe(body.length);
});

test("a body that is not what was signed is refused and leaves nothing", async () => {
  const client = new AwsClient({ ...credentials, service: "s3", region: "hel1" });
  const address = `${sandbox.storageUrl}/${Bucket}/srv_1/changed`;
  const headers = { "x-amz-content-sha256": createHash("sha256").update("this").digest("hex") };
  const answer = await client.fetch(address, { method: "PUT", body: "that", headers });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain("<Code>XAmzContentSHA256Mismatch</Code>");
  expect((await client.fetch(address, { method: "HEAD" })).status).toBe(404);
});
