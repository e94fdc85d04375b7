import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { ByteSigner } from "./sign-bytes";

test("a header is signed as its bytes, with spaces as MinIO counts them", async () => {
  const wire = (text: string) => Buffer.from(text).toString("latin1");
  const signer = new ByteSigner({
    method: "PUT",
    url: "http://minio.internal/a/b",
    headers: { "x-amz-meta-a": wire("Zoë à  la\u00a0\u3000carte") },
    accessKeyId: "a",
    secretAccessKey: "b",
    service: "s3",
    region: "us-east-1",
    datetime: "20260101T000000Z",
  });
  const canonical = [
    "PUT",
    "/a/b",
    "",
    "host:minio.internal",
    "x-amz-content-sha256:UNSIGNED-PAYLOAD",
    "x-amz-date:20260101T000000Z",
    "x-amz-meta-a:Zoë à la carte",
    "",
    "host;x-amz-content-sha256;x-amz-date;x-amz-meta-a",
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const hash = createHash("sha256").update(canonical, "utf8").digest("hex");
  expect((await signer.stringToSign()).split("\n").at(-1)).toBe(hash);
});
