import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { checkReplacement, commitObject, headersOfCommit } from "./commit-object";
import { lockOfNewObject } from "./object-lock";
import { requireBucket, type S3Call } from "./s3-call";
import { S3Error } from "./s3-error";
import { type ChecksumName, checksumNames, type SavedBody, saveBody } from "./save-body";
import type { ObjectDescription } from "./storage-schemas";

const keptHeaders = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
];
const maxKeyBytes = 1024;

/**
 * PutObject. Named effects damage what is kept while the answer says that all is well:
 * `truncate` keeps the first half, `bit_flip` changes a bit; `etag_lie` answers a wrong ETag.
 */
export async function putObject(call: S3Call): Promise<Response> {
  const bucket = requireBucket(call);
  checkKey(call.key);
  checkReplacement(call, bucket, call.key);
  const lock = lockOfNewObject(call, bucket);
  const path = call.store.stagingPath();
  const saved = await saveBody(call.body(), path, wantedSums(call));
  try {
    const checksums = checkSums(call, saved);
    damage(path, call.named);
    const version = commitObject(
      call,
      bucket,
      {
        key: call.key,
        description: readDescription(call.request.headers),
        sizeBytes: call.named === "truncate" ? Math.floor(saved.sizeBytes / 2) : saved.sizeBytes,
        etag: saved.md5Hex,
        checksums,
        ...lock,
      },
      path,
    );
    const etag = call.named === "etag_lie" ? "0".repeat(32) : saved.md5Hex;
    return new Response(null, { headers: { etag: `"${etag}"`, ...headersOfCommit(bucket, version) } });
  } finally {
    rmSync(path, { force: true });
  }
}

/** @throws S3Error */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > maxKeyBytes) throw new S3Error(400, "KeyTooLongError", "Your key is too long");
}

export function readDescription(headers: Headers): ObjectDescription {
  const description: ObjectDescription = {
    contentType: headers.get("content-type") ?? "binary/octet-stream",
    headers: {},
    metadata: {},
  };
  for (const [name, value] of headers) {
    // "aws-chunked" is how the bytes travelled, not what they are.
    const kept = name === "content-encoding" ? value.replace(/aws-chunked,?\s*/, "") : value;
    if (keptHeaders.includes(name) && kept !== "") description.headers[name] = kept;
    if (name.startsWith("x-amz-meta-")) description.metadata[name.slice("x-amz-meta-".length)] = value;
  }
  return description;
}

/** The sums that the request gives or announces, and the one it is signed with. */
export function wantedSums(call: S3Call): ChecksumName[] {
  const { headers } = call.request;
  const trailers = (headers.get("x-amz-trailer") ?? "").toLowerCase();
  const signed = call.authentication.payload.kind === "hash" ? "sha256" : null;
  return checksumNames.filter(
    (name) =>
      name === signed || headers.has(`x-amz-checksum-${name}`) || trailers.includes(`x-amz-checksum-${name}`),
  );
}

/**
 * Compares what came with every sum that the client gave, in headers or trailers.
 * Answers the checksums among them that we can check: they are kept with the object. @throws S3Error
 */
export function checkSums(call: S3Call, saved: SavedBody): Record<string, string> {
  const { headers } = call.request;
  const { payload } = call.authentication;
  const sha256Hex = Buffer.from(saved.checksums.sha256 ?? "", "base64").toString("hex");
  if (payload.kind === "hash" && payload.sha256 !== sha256Hex) {
    throw new S3Error(
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const decodedBytes = headers.get("x-amz-decoded-content-length");
  if (decodedBytes !== null && Number(decodedBytes) !== saved.sizeBytes) {
    throw new S3Error(
      400,
      "IncompleteBody",
      "You did not provide the number of bytes specified by the Content-Length HTTP header",
    );
  }
  const md5 = headers.get("content-md5");
  if (md5 !== null && Buffer.from(md5, "base64").toString("hex") !== saved.md5Hex) {
    throw new S3Error(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  const checked: Record<string, string> = {};
  for (const [name, actual] of Object.entries(saved.checksums)) {
    const given = headers.get(`x-amz-checksum-${name}`) ?? call.trailers.get(`x-amz-checksum-${name}`);
    if (given === undefined || given === null) continue;
    if (given !== actual) {
      throw new S3Error(
        400,
        "BadDigest",
        `The ${name.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
    checked[name] = actual;
  }
  return checked;
}

function damage(path: string, named: string | null): void {
  if (named !== "truncate" && named !== "bit_flip") return;
  const bytes = readFileSync(path);
  if (named === "truncate") truncateSync(path, Math.floor(bytes.length / 2));
  else if (bytes.length > 0) {
    bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
    writeFileSync(path, bytes);
  }
}

/** Copies a data file, for CopyObject. */
export function stageCopy(call: S3Call, from: string): string {
  const path = call.store.stagingPath();
  copyFileSync(from, path);
  return path;
}
