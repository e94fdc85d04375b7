import { createHash, createHmac } from "node:crypto";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { adminKey } from "./access-keys";
import { startTestStorage } from "./storage-fixture";

let storage: Awaited<ReturnType<typeof startTestStorage>>;

beforeAll(async () => {
  storage = await startTestStorage();
  const client = storage.client();
  await client.send(new CreateBucketCommand({ Bucket: "signed" }));
  await client.send(new PutObjectCommand({ Bucket: "signed", Key: "a", Body: "bytes" }));
});
afterEach(() => {
  storage.clock.offsetMs = 0;
});
afterAll(() => storage.close());

test("an unknown key and a wrong secret are refused, each in its own words", async () => {
  const stranger = storage.client({ ...adminKey, id: "stranger" });
  await expect(stranger.send(new ListBucketsCommand({}))).rejects.toMatchObject({
    name: "InvalidAccessKeyId",
  });
  const wrong = storage.client({ ...adminKey, secret: "not-the-secret" });
  await expect(wrong.send(new ListBucketsCommand({}))).rejects.toMatchObject({
    name: "SignatureDoesNotMatch",
  });
  expect((await fetch(storage.url())).status).toBe(403);
});

test("a clock that is off by more than 15 minutes is refused", async () => {
  const client = storage.client();
  storage.clock.offsetMs = 16 * 60_000;
  await expect(client.send(new ListBucketsCommand({}))).rejects.toMatchObject({
    name: "RequestTimeTooSkewed",
  });
});

test("metadata is signed as the bytes that are sent, and refused when it is not signed", async () => {
  const wire = Buffer.from("Zoë").toString("latin1");
  const put = (signedNames: string[]) => {
    const at = timestamp();
    const scope = `${at.slice(0, 8)}/fsn1/s3/aws4_request`;
    const headers: Record<string, string> = {
      host: new URL(storage.url()).host,
      "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
      "x-amz-date": at,
      "x-amz-meta-author": wire,
    };
    const canonical = [
      "PUT",
      "/signed/meta",
      "",
      signedNames.map((name) => `${name}:${headers[name]}\n`).join(""),
      signedNames.join(";"),
      "UNSIGNED-PAYLOAD",
    ].join("\n");
    const hash = createHash("sha256").update(canonical, "latin1").digest("hex");
    const toSign = ["AWS4-HMAC-SHA256", at, scope, hash].join("\n");
    const signature = hmac(signingKey(at.slice(0, 8)), toSign).toString("hex");
    const { host: _, ...sent } = headers;
    const authorization = `AWS4-HMAC-SHA256 Credential=${adminKey.id}/${scope}, SignedHeaders=${signedNames.join(";")}, Signature=${signature}`;
    return fetch(`${storage.url()}/signed/meta`, {
      method: "PUT",
      headers: { ...sent, authorization },
      body: "bytes",
    });
  };
  const names = ["host", "x-amz-content-sha256", "x-amz-date"];
  const taken = await put([...names, "x-amz-meta-author"]);
  expect(taken.status, await taken.text()).toBe(200);
  const refused = await put(names);
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain("not signed");
});

const timestamp = () => new Date().toISOString().replace(/[-:]|\.\d+/g, "");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");
const signingKey = (date: string) =>
  hmac(hmac(hmac(hmac(`AWS4${adminKey.secret}`, date), "fsn1"), "s3"), "aws4_request");

/** A presigned GET, made by hand after Amazon's description. */
function presign(expiresSeconds: number): string {
  const at = timestamp();
  const scope = `${at.slice(0, 8)}/fsn1/s3/aws4_request`;
  const url = new URL(`${storage.url()}/signed/a`);
  const query = [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    `X-Amz-Credential=${encodeURIComponent(`${adminKey.id}/${scope}`)}`,
    `X-Amz-Date=${at}`,
    `X-Amz-Expires=${expiresSeconds}`,
    "X-Amz-SignedHeaders=host",
  ].join("&");
  const canonical = ["GET", url.pathname, query, `host:${url.host}`, "", "host", "UNSIGNED-PAYLOAD"].join(
    "\n",
  );
  const text = ["AWS4-HMAC-SHA256", at, scope, sha256(canonical)].join("\n");
  return `${url}?${query}&X-Amz-Signature=${hmac(signingKey(at.slice(0, 8)), text).toString("hex")}`;
}

test("a presigned address opens its object until it expires, and no other", async () => {
  const address = presign(60);
  expect(await (await fetch(address)).text()).toBe("bytes");
  expect((await fetch(address.replace("/signed/a", "/signed/b"))).status).toBe(403);
  storage.clock.offsetMs = 61_000;
  expect((await fetch(address)).status).toBe(403);
});

/** A put in signed chunks, made by hand after Amazon's description; `tamper` changes a byte after signing. */
async function putSignedChunks(key: string, chunks: string[], tamper: boolean): Promise<Response> {
  const at = timestamp();
  const scope = `${at.slice(0, 8)}/fsn1/s3/aws4_request`;
  const secret = signingKey(at.slice(0, 8));
  const url = new URL(`${storage.url()}/signed/${key}`);
  const mode = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  const signedHeaders = "host;x-amz-content-sha256;x-amz-date";
  const headerLines = `host:${url.host}\nx-amz-content-sha256:${mode}\nx-amz-date:${at}\n`;
  const canonical = ["PUT", url.pathname, "", headerLines, signedHeaders, mode].join("\n");
  const signature = hmac(secret, ["AWS4-HMAC-SHA256", at, scope, sha256(canonical)].join("\n")).toString(
    "hex",
  );
  let previous = signature;
  const body = [...chunks, ""].map((chunk) => {
    previous = hmac(
      secret,
      ["AWS4-HMAC-SHA256-PAYLOAD", at, scope, previous, sha256(""), sha256(chunk)].join("\n"),
    ).toString("hex");
    const sent = tamper ? chunk.replace("two", "TWO") : chunk;
    return `${chunk.length.toString(16)};chunk-signature=${previous}\r\n${sent}\r\n`;
  });
  return fetch(url, {
    method: "PUT",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${adminKey.id}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
      "x-amz-date": at,
      "x-amz-content-sha256": mode,
      "x-amz-decoded-content-length": String(chunks.join("").length),
    },
    body: body.join(""),
  });
}

test("signed chunks are put together, and one changed byte in them is refused", async () => {
  const client = storage.client();
  expect((await putSignedChunks("chunks", ["one", "two", "three"], false)).status).toBe(200);
  const kept = await client.send(new GetObjectCommand({ Bucket: "signed", Key: "chunks" }));
  expect(await kept.Body?.transformToString()).toBe("onetwothree");
  const refused = await putSignedChunks("tampered", ["one", "two", "three"], true);
  expect(await refused.text()).toContain("SignatureDoesNotMatch");
  const missing = client.send(new GetObjectCommand({ Bucket: "signed", Key: "tampered" }));
  await expect(missing).rejects.toMatchObject({ name: "NoSuchKey" });
});
