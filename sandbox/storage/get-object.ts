import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { streamed } from "@/sandbox/http";
import { requireBucket, type S3Call } from "./s3-call";
import { noSuchKey, noSuchVersion, S3Error } from "./s3-error";
import type { Bucket, ObjectVersion } from "./storage-schemas";

/** Few large reads: each of them costs a trip to the thread pool, however small it is. */
const readBytes = 512 * 1024;

/** The version that a request is for: the one it names, or the newest. @throws S3Error */
export function findVersion(
  call: S3Call,
  bucket: Bucket,
  key = call.key,
  versionId = call.query.get("versionId"),
): ObjectVersion {
  const versions = call.store.versionsOf(bucket.id, key);
  const version = versionId === null ? versions[0] : versions.find((one) => one.versionId === versionId);
  if (version && !version.deleteMarker) return version;
  if (versionId === null) {
    const marker: Record<string, string> = version
      ? { "x-amz-delete-marker": "true", "x-amz-version-id": version.versionId }
      : {};
    throw new S3Error(404, "NoSuchKey", noSuchKey(key).message, { Key: key }, marker);
  }
  if (!version) throw noSuchVersion();
  throw new S3Error(
    405,
    "MethodNotAllowed",
    "The specified method is not allowed against this resource.",
    {},
    { "x-amz-delete-marker": "true" },
  );
}

/** GetObject and HeadObject: whole or by range, under the conditions of RFC 9110 13. */
export function getObject(call: S3Call): Response {
  const bucket = requireBucket(call);
  const version = findVersion(call, bucket);
  const headers = headersOf(call, bucket, version);
  if (!isWanted(call.request.headers, version)) return new Response(null, { status: 304, headers });
  const range = readRange(call.request.headers.get("range"), version.sizeBytes);
  const { start, end } = range ?? { start: 0, end: version.sizeBytes - 1 };
  headers.set("content-length", String(end - start + 1));
  if (range) headers.set("content-range", `bytes ${start}-${end}/${version.sizeBytes}`);
  const status = range ? 206 : 200;
  if (call.request.method === "HEAD" || version.sizeBytes === 0)
    return new Response(null, { status, headers });
  const path = call.store.dataPath(bucket.id, version);
  const file = createReadStream(path, { start, end, highWaterMark: readBytes });
  return streamed(call.named === "bit_flip" ? Readable.from(flipFirstBit(file)) : file, { status, headers });
}

function headersOf(call: S3Call, bucket: Bucket, version: ObjectVersion): Headers {
  const headers = new Headers({
    ...version.headers,
    "content-type": call.query.get("response-content-type") ?? version.contentType,
    "content-length": "0",
    "accept-ranges": "bytes",
    etag: `"${version.etag}"`,
    "last-modified": new Date(version.lastModified).toUTCString(),
  });
  const disposition = call.query.get("response-content-disposition");
  if (disposition !== null) headers.set("content-disposition", disposition);
  for (const [name, value] of Object.entries(version.metadata)) headers.set(`x-amz-meta-${name}`, value);
  if (bucket.versioning !== "never") headers.set("x-amz-version-id", version.versionId);
  if (version.retention) {
    headers.set("x-amz-object-lock-mode", version.retention.mode);
    headers.set("x-amz-object-lock-retain-until-date", version.retention.until);
  }
  if (version.legalHold) headers.set("x-amz-object-lock-legal-hold", "ON");
  if (
    call.request.headers.get("x-amz-checksum-mode")?.toUpperCase() === "ENABLED" &&
    !call.request.headers.has("range")
  ) {
    for (const [name, value] of Object.entries(version.checksums))
      headers.set(`x-amz-checksum-${name}`, value);
  }
  return headers;
}

/** False for 304. @throws S3Error 412 */
function isWanted(headers: Headers, version: ObjectVersion): boolean {
  const changedAt = Math.floor(Date.parse(version.lastModified) / 1000) * 1000;
  const names = (list: string) => list.split(",").map((one) => one.trim().replace(/^(W\/)?"|"$/g, ""));
  const matches = (list: string) => names(list).some((one) => one === "*" || one === version.etag);
  const ifMatch = headers.get("if-match");
  const ifNoneMatch = headers.get("if-none-match");
  const unmodifiedSince = Date.parse(headers.get("if-unmodified-since") ?? "");
  const modifiedSince = Date.parse(headers.get("if-modified-since") ?? "");
  const failed = ifMatch === null ? changedAt > unmodifiedSince : !matches(ifMatch);
  if (failed)
    throw new S3Error(
      412,
      "PreconditionFailed",
      "At least one of the pre-conditions you specified did not hold",
    );
  if (ifNoneMatch !== null) return !matches(ifNoneMatch);
  return !(changedAt <= modifiedSince);
}

/** The one range that is asked for, in octets, both ends included; null for the whole. @throws S3Error 416 */
function readRange(header: string | null, sizeBytes: number): { start: number; end: number } | null {
  const [whole, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (whole === undefined || (from === "" && to === "")) return null;
  const start = from === "" ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const end = from === "" || to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (start < sizeBytes && start <= end) return { start, end };
  if (from !== "" && to !== "" && Number(to) < Number(from)) return null;
  throw new S3Error(
    416,
    "InvalidRange",
    "The requested range is not satisfiable",
    { ActualObjectSize: String(sizeBytes) },
    { "content-range": `bytes */${sizeBytes}` },
  );
}

async function* flipFirstBit(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of source) {
    if (first) chunk.writeUInt8(chunk.readUInt8(0) ^ 1, 0);
    first = false;
    yield chunk;
  }
}
