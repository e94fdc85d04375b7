import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestStorage } from "./storage-fixture";

let storage: Awaited<ReturnType<typeof startTestStorage>>;
let client: S3Client;
const Bucket = "faults";

beforeAll(async () => {
  storage = await startTestStorage();
  // Without the SDK's own checksums, which would notice: not every store keeps them.
  client = storage.client(undefined, {
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterEach(() => {
  storage.faults.clear();
});
afterAll(() => storage.close());

const put = (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: "0123456789" }));
const read = async (Key: string) =>
  (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
const named = (operation: string, name: string) =>
  storage.faults.add({ provider: "storage", operation, effect: { type: "named", name } });

test("errors come in S3's own document", async () => {
  storage.faults.add({
    provider: "storage",
    operation: "PutObject",
    effect: { type: "status", status: 503, code: "SlowDown", message: "Please reduce your request rate." },
  });
  await expect(put("slow")).rejects.toMatchObject({ name: "SlowDown", $metadata: { httpStatusCode: 503 } });
});

test("a fault strikes only the object it names, as often as it says", async () => {
  storage.faults.add({
    provider: "storage",
    operation: "PutObject",
    match: "faults/aim",
    times: 2,
    effect: { type: "status", status: 500, code: "InternalError" },
  });
  await put("other");
  await expect(put("aim")).rejects.toMatchObject({ name: "InternalError" });
  await expect(put("aim")).rejects.toMatchObject({ name: "InternalError" });
  await put("aim");
});

test("a connection cut after the work leaves the object, one cut before leaves none", async () => {
  storage.faults.add({ provider: "storage", operation: "PutObject", effect: { type: "reset_after" } });
  await expect(put("after")).rejects.toThrow();
  expect(await read("after")).toBe("0123456789");
  storage.faults.add({ provider: "storage", operation: "PutObject", effect: { type: "reset" } });
  await expect(put("before")).rejects.toThrow();
  await expect(read("before")).rejects.toMatchObject({ name: "NoSuchKey" });
});

test("a store that lies: it keeps half, flips a bit, or names a wrong ETag, and says that all is well", async () => {
  named("PutObject", "truncate");
  await put("half");
  expect(await read("half")).toBe("01234");
  named("PutObject", "bit_flip");
  await put("flipped");
  expect(await read("flipped")).toBe("1123456789");
  named("PutObject", "etag_lie");
  expect((await put("lie")).ETag).toBe(`"${"0".repeat(32)}"`);
  named("GetObject", "bit_flip");
  expect(await read("lie")).toBe("1123456789");
  expect(await read("lie")).toBe("0123456789");
});

test("a stale list leaves out what is new", async () => {
  await put("fresh");
  named("ListObjectsV2", "stale_list");
  const list = () => client.send(new ListObjectsV2Command({ Bucket, Prefix: "fresh" }));
  expect((await list()).KeyCount).toBe(0);
  expect((await list()).KeyCount).toBe(1);
});
