import { createHash, randomBytes } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStorage } from "./storage-fixture";

let storage: Awaited<ReturnType<typeof startTestStorage>>;
let client: S3Client;
const Bucket = "parts";

beforeAll(async () => {
  storage = await startTestStorage();
  client = storage.client();
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => storage.close());

async function begin(Key: string) {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const at = { Bucket, Key, UploadId };
  const send = async (PartNumber: number, Body: Buffer) => {
    const { ETag } = await client.send(new UploadPartCommand({ ...at, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
    client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
  return { at, send, complete };
}

test("parts become one object in their order, with S3's ETag, and the upload is over", async () => {
  const first = randomBytes(5 * 1024 * 1024);
  const second = randomBytes(1000);
  const upload = await begin("big");
  const two = await upload.send(2, second);
  await upload.send(1, randomBytes(2000));
  const one = await upload.send(1, first);
  expect((await client.send(new ListPartsCommand(upload.at))).Parts).toHaveLength(2);
  const done = await upload.complete([one, two]);
  const md5 = (bytes: Buffer) => createHash("md5").update(bytes).digest();
  expect(done.ETag).toBe(`"${md5(Buffer.concat([md5(first), md5(second)])).toString("hex")}-2"`);
  const answer = await client.send(new GetObjectCommand({ Bucket, Key: "big" }));
  const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
  expect(bytes.equals(Buffer.concat([first, second]))).toBe(true);
  await expect(upload.complete([one, two])).rejects.toMatchObject({ name: "NoSuchUpload" });
});

test("a completion with small, missing or unordered parts is refused", async () => {
  const upload = await begin("refused");
  const one = await upload.send(1, Buffer.from("small"));
  const two = await upload.send(2, Buffer.from("last"));
  await expect(upload.complete([one, two])).rejects.toMatchObject({ name: "EntityTooSmall" });
  await expect(upload.complete([two, one])).rejects.toMatchObject({ name: "InvalidPartOrder" });
  await expect(upload.complete([{ ...one, ETag: two.ETag }])).rejects.toMatchObject({ name: "InvalidPart" });
  await expect(client.send(new GetObjectCommand({ Bucket, Key: "refused" }))).rejects.toMatchObject({
    name: "NoSuchKey",
  });
});

test("an abandoned upload is listed until it is aborted", async () => {
  const upload = await begin("abandoned");
  await upload.send(1, Buffer.from("x"));
  const open = async () =>
    (await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: "abandoned" }))).Uploads ?? [];
  expect(await open()).toHaveLength(1);
  await client.send(new AbortMultipartUploadCommand(upload.at));
  expect(await open()).toEqual([]);
});
