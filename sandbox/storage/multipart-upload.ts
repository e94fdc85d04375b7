import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { z } from "zod";
import { checkReplacement, commitObject, headersOfCommit } from "./commit-object";
import { lockOfNewObject } from "./object-lock";
import { checkKey, checkSums, readDescription, wantedSums } from "./put-object";
import { readXml } from "./read-xml";
import { readDocument, requireBucket, type S3Call } from "./s3-call";
import { invalidArgument, S3Error } from "./s3-error";
import { saveBody } from "./save-body";
import type { MultipartUpload } from "./storage-schemas";
import { xmlResponse } from "./xml";

/** Of every part but the last. */
const minPartBytes = 5 * 1024 * 1024;

export function createMultipartUpload(call: S3Call): Response {
  const bucket = requireBucket(call);
  checkKey(call.key);
  checkReplacement(call, bucket, call.key);
  const upload = call.store.uploads.put({
    id: randomBytes(24).toString("hex"),
    bucket: bucket.id,
    key: call.key,
    description: readDescription(call.request.headers),
    ...lockOfNewObject(call, bucket),
    parts: [],
    startedAt: new Date(call.now()).toISOString(),
  });
  return xmlResponse("InitiateMultipartUploadResult", {
    Bucket: bucket.id,
    Key: call.key,
    UploadId: upload.id,
  });
}

export async function uploadPart(call: S3Call): Promise<Response> {
  const upload = requireUpload(call);
  const number = Number(call.query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw invalidArgument("Part number must be an integer between 1 and 10000, inclusive");
  }
  const path = call.store.stagingPath();
  const saved = await saveBody(call.body(), path, wantedSums(call));
  try {
    checkSums(call, saved);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  // A part may be sent again while it is sent: each arrives by itself, the last one stays.
  const latest = requireUpload(call);
  const part = {
    number,
    sizeBytes: saved.sizeBytes,
    md5Hex: saved.md5Hex,
    uploadedAt: new Date(call.now()).toISOString(),
  };
  const parts = [...latest.parts.filter((one) => one.number !== number), part].sort(
    (a, b) => a.number - b.number,
  );
  call.store.keepPart(upload.id, number, path);
  call.store.uploads.put({ ...latest, parts });
  return new Response(null, { headers: { etag: `"${saved.md5Hex}"` } });
}

const part = z.object({ PartNumber: z.coerce.number().int(), ETag: z.string() });
const completeSchema = z.object({ Part: z.union([z.array(part), part.transform((only) => [only])]) });

/** Joins the parts that the request lists. The ETag is S3's: the MD5 of the parts' MD5s, a dash, their number. */
export async function completeMultipartUpload(call: S3Call): Promise<Response> {
  const upload = requireUpload(call);
  const bucket = requireBucket(call);
  const input = readXml(await readDocument(call), "CompleteMultipartUpload", completeSchema);
  const ordered = input.Part.every(
    ({ PartNumber }, index) => PartNumber > (input.Part[index - 1]?.PartNumber ?? 0),
  );
  if (!ordered) {
    throw new S3Error(
      400,
      "InvalidPartOrder",
      "The list of parts was not in ascending order. Parts must be ordered by part number.",
    );
  }
  const parts = input.Part.map(({ PartNumber, ETag }, index) => {
    const found = upload.parts.find((one) => one.number === PartNumber);
    if (!found || found.md5Hex !== ETag.replaceAll('"', "")) {
      throw new S3Error(400, "InvalidPart", "One or more of the specified parts could not be found.", {
        PartNumber: String(PartNumber),
      });
    }
    if (found.sizeBytes < minPartBytes && index < input.Part.length - 1) {
      throw new S3Error(
        400,
        "EntityTooSmall",
        "Your proposed upload is smaller than the minimum allowed size",
      );
    }
    return found;
  });
  checkReplacement(call, bucket, upload.key);
  const path = call.store.stagingPath();
  const saved = await saveBody(
    readAll(
      call,
      upload.id,
      parts.map(({ number }) => number),
    ),
    path,
    [],
  );
  const joined = createHash("md5")
    .update(Buffer.from(parts.map(({ md5Hex }) => md5Hex).join(""), "hex"))
    .digest("hex");
  const { description, retention, legalHold, key } = upload;
  const version = commitObject(
    call,
    bucket,
    {
      key,
      description,
      retention,
      legalHold,
      sizeBytes: saved.sizeBytes,
      etag: `${joined}-${parts.length}`,
      checksums: {},
    },
    path,
  );
  call.store.removeUpload(upload.id);
  const { origin } = new URL(call.request.url);
  return xmlResponse(
    "CompleteMultipartUploadResult",
    { Location: `${origin}/${bucket.id}/${key}`, Bucket: bucket.id, Key: key, ETag: `"${version.etag}"` },
    { headers: headersOfCommit(bucket, version) },
  );
}

export function abortMultipartUpload(call: S3Call): Response {
  call.store.removeUpload(requireUpload(call).id);
  return new Response(null, { status: 204 });
}

export function listParts(call: S3Call): Response {
  const upload = requireUpload(call);
  return xmlResponse("ListPartsResult", {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    IsTruncated: false,
    Part: upload.parts.map(({ number, md5Hex, sizeBytes, uploadedAt }) => ({
      PartNumber: number,
      LastModified: uploadedAt,
      ETag: `"${md5Hex}"`,
      Size: sizeBytes,
    })),
  });
}

export function listMultipartUploads(call: S3Call): Response {
  const bucket = requireBucket(call);
  const prefix = call.query.get("prefix") ?? "";
  const uploads = call.store.uploads
    .all()
    .filter((one) => one.bucket === bucket.id && one.key.startsWith(prefix));
  return xmlResponse("ListMultipartUploadsResult", {
    Bucket: bucket.id,
    Prefix: prefix,
    IsTruncated: false,
    Upload: uploads.map(({ key, id, startedAt }) => ({ Key: key, UploadId: id, Initiated: startedAt })),
  });
}

/** @throws S3Error NoSuchUpload */
function requireUpload(call: S3Call): MultipartUpload {
  const upload = call.store.uploads.get(call.query.get("uploadId") ?? "");
  if (!upload || upload.bucket !== call.bucketName || upload.key !== call.key) {
    throw new S3Error(
      404,
      "NoSuchUpload",
      "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    );
  }
  return upload;
}

async function* readAll(call: S3Call, uploadId: string, numbers: readonly number[]): AsyncGenerator<Buffer> {
  for (const number of numbers)
    yield* createReadStream(call.store.partPath(uploadId, number), { highWaterMark: 1024 * 1024 });
}
