import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStorage } from "./storage-fixture";

let storage: Awaited<ReturnType<typeof startTestStorage>>;
let admin: S3Client;
let server: S3Client;
const Bucket = "backups";
const denied = { name: "AccessDenied" };

beforeAll(async () => {
  storage = await startTestStorage();
  admin = storage.client();
  await admin.send(new CreateBucketCommand({ Bucket }));
  await admin.send(new CreateBucketCommand({ Bucket: "other" }));
  await admin.send(new PutObjectCommand({ Bucket, Key: "srv_2/x", Body: "theirs" }));
  const key = storage.keys.put({
    id: "server-1",
    secret: "server-1-secret",
    grants: [{ bucket: Bucket, prefix: "srv_1/", allow: ["put", "get", "list"] }],
  });
  server = storage.client(key);
});
afterAll(() => storage.close());

test("a server's key writes, reads and lists under its prefix", async () => {
  await server.send(new HeadBucketCommand({ Bucket }));
  await server.send(new PutObjectCommand({ Bucket, Key: "srv_1/a", Body: "a" }));
  const answer = await server.send(new GetObjectCommand({ Bucket, Key: "srv_1/a" }));
  expect(await answer.Body?.transformToString()).toBe("a");
  const listed = await server.send(new ListObjectsV2Command({ Bucket, Prefix: "srv_1/" }));
  expect(listed.Contents?.map(({ Key }) => Key)).toEqual(["srv_1/a"]);
  expect((await server.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
});

test("it replaces and deletes nothing, not even its own, by no way", async () => {
  await server.send(new PutObjectCommand({ Bucket, Key: "srv_1/keep", Body: "1" }));
  const at = { Bucket, Key: "srv_1/keep" };
  await expect(server.send(new PutObjectCommand({ ...at, Body: "2" }))).rejects.toMatchObject(denied);
  await expect(server.send(new CreateMultipartUploadCommand(at))).rejects.toMatchObject(denied);
  await expect(server.send(new DeleteObjectCommand(at))).rejects.toMatchObject(denied);
  const many = await server.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: at.Key }] } }),
  );
  expect(many.Errors?.map(({ Code }) => Code)).toEqual(["AccessDenied"]);
  const kept = await admin.send(new GetObjectCommand(at));
  expect(await kept.Body?.transformToString()).toBe("1");
});

test("it sees nothing outside its prefix", async () => {
  await expect(server.send(new GetObjectCommand({ Bucket, Key: "srv_2/x" }))).rejects.toMatchObject(denied);
  await expect(server.send(new PutObjectCommand({ Bucket, Key: "srv_2/y", Body: "" }))).rejects.toMatchObject(
    denied,
  );
  await expect(server.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject(denied);
  await expect(server.send(new ListObjectsV2Command({ Bucket, Prefix: "srv_1" }))).rejects.toMatchObject(
    denied,
  );
  await expect(server.send(new ListObjectsV2Command({ Bucket: "other" }))).rejects.toMatchObject(denied);
  await expect(server.send(new CreateBucketCommand({ Bucket: "mine" }))).rejects.toMatchObject(denied);
});
