import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStorage } from "./storage-fixture";

let storage: Awaited<ReturnType<typeof startTestStorage>>;
let client: S3Client;
const Bucket = "objects";

beforeAll(async () => {
  storage = await startTestStorage();
  client = storage.client();
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  client.destroy();
  await storage.close();
});

const put = (Key: string, Body: string | Buffer = Key) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body }));
const read = async (Key: string, Range?: string) => {
  const answer = await client.send(new GetObjectCommand({ Bucket, Key, Range }));
  return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
};

test("an object comes back byte for byte, with its type, metadata and MD5", async () => {
  const Body = randomBytes(300_000);
  const answer = await client.send(
    new PutObjectCommand({
      Bucket,
      Key: "a/b c+ü.bin",
      Body,
      ContentType: "application/zstd",
      Metadata: { server: "srv_1" },
    }),
  );
  expect(answer.ETag).toBe(`"${createHash("md5").update(Body).digest("hex")}"`);
  expect((await read("a/b c+ü.bin")).equals(Body)).toBe(true);
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: "a/b c+ü.bin" }));
  expect(head).toMatchObject({
    ContentLength: 300_000,
    ContentType: "application/zstd",
    Metadata: { server: "srv_1" },
  });
});

test("a stream is stored as it comes, in chunks with a trailing checksum", async () => {
  const bytes = randomBytes(200_000);
  await client.send(
    new PutObjectCommand({
      Bucket,
      Key: "stream",
      Body: Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]),
      ContentLength: bytes.length,
    }),
  );
  expect((await read("stream")).equals(bytes)).toBe(true);
});

test("an empty object is an object", async () => {
  await put("empty", "");
  expect((await read("empty")).length).toBe(0);
});

test("ranges give the part that was asked for, from either end, and 416 beyond it", async () => {
  await put("range", "0123456789");
  expect((await read("range", "bytes=2-4")).toString()).toBe("234");
  expect((await read("range", "bytes=7-")).toString()).toBe("789");
  expect((await read("range", "bytes=-3")).toString()).toBe("789");
  expect((await read("range", "bytes=8-99")).toString()).toBe("89");
  await expect(read("range", "bytes=10-")).rejects.toMatchObject({ name: "InvalidRange" });
});

test("a put on condition that the key is free is refused when it is not", async () => {
  await put("once");
  const again = new PutObjectCommand({ Bucket, Key: "once", Body: "other", IfNoneMatch: "*" });
  await expect(client.send(again)).rejects.toMatchObject({ name: "PreconditionFailed" });
  expect((await read("once")).toString()).toBe("once");
});

test("a body that does not match its checksum is refused and leaves nothing", async () => {
  const wrong = new PutObjectCommand({
    Bucket,
    Key: "wrong",
    Body: "body",
    ContentMD5: createHash("md5").update("other").digest("base64"),
  });
  await expect(client.send(wrong)).rejects.toMatchObject({ name: "BadDigest" });
  const crc = new PutObjectCommand({ Bucket, Key: "wrong", Body: "body", ChecksumCRC32: "AAAAAA==" });
  await expect(client.send(crc)).rejects.toMatchObject({ name: "BadDigest" });
  await expect(read("wrong")).rejects.toMatchObject({ name: "NoSuchKey" });
});

test("a list comes in pages, in order, with prefixes rolled up at the delimiter", async () => {
  const names = ["l/1", "l/2", "l/sub/x", "l/sub/y", "l/tail"];
  for (const name of names) await put(name);
  const keys: string[] = [];
  for await (const page of paginateListObjectsV2({ client, pageSize: 2 }, { Bucket, Prefix: "l/" })) {
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
  }
  expect(keys).toEqual(names);
  const seen: string[] = [];
  for await (const page of paginateListObjectsV2(
    { client, pageSize: 2 },
    { Bucket, Prefix: "l/", Delimiter: "/" },
  )) {
    seen.push(
      ...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []),
      ...(page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
    );
  }
  expect(seen.sort()).toEqual(["l/1", "l/2", "l/sub/", "l/tail"]);
  const after = await client.send(new ListObjectsV2Command({ Bucket, Prefix: "l/", StartAfter: "l/2" }));
  expect(after.KeyCount).toBe(3);
});

test("a copy has the bytes and metadata of its source", async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: "copy from", Body: "copied", Metadata: { a: "1" } }));
  await client.send(
    new CopyObjectCommand({ Bucket, Key: "copy to", CopySource: encodeURIComponent(`${Bucket}/copy from`) }),
  );
  expect((await read("copy to")).toString()).toBe("copied");
  expect((await client.send(new HeadObjectCommand({ Bucket, Key: "copy to" }))).Metadata).toEqual({ a: "1" });
});

test("deleting is idempotent, one by one and many at once", async () => {
  for (const name of ["d1", "d2", "d3"]) await put(name);
  await client.send(new DeleteObjectCommand({ Bucket, Key: "d1" }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: "d1" }));
  const many = await client.send(
    new DeleteObjectsCommand({
      Bucket,
      Delete: { Objects: [{ Key: "d2" }, { Key: "d3" }, { Key: "never" }] },
    }),
  );
  expect(many.Deleted).toHaveLength(3);
  await expect(read("d2")).rejects.toMatchObject({ name: "NoSuchKey" });
});

test("a bucket lives in a region and is deleted only when it is empty", async () => {
  await client.send(
    new CreateBucketCommand({
      Bucket: "far",
      CreateBucketConfiguration: { LocationConstraint: "hel1" as never },
    }),
  );
  const there = storage.client(undefined, { region: "hel1" });
  expect((await there.send(new GetBucketLocationCommand({ Bucket: "far" }))).LocationConstraint).toBe("hel1");
  await expect(client.send(new ListObjectsV2Command({ Bucket: "far" }))).rejects.toMatchObject({
    name: "AuthorizationHeaderMalformed",
  });
  expect((await client.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual(
    expect.arrayContaining(["far", Bucket]),
  );
  await expect(client.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: "BucketAlreadyOwnedByYou",
  });
  await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: "BucketNotEmpty",
  });
  await there.send(new DeleteBucketCommand({ Bucket: "far" }));
  await expect(there.send(new HeadBucketCommand({ Bucket: "far" }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 404 },
  });
  there.destroy();
});

test("objects outlive a restart", async () => {
  await put("kept");
  await storage.restart();
  client.destroy();
  client = storage.client();
  expect((await read("kept")).toString()).toBe("kept");
});
