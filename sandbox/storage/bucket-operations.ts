import { z } from "zod";
import { knowsBucket } from "./access-keys";
import { readXml } from "./read-xml";
import { readDocument, requireBucket, type S3Call } from "./s3-call";
import { invalidRequest, S3Error } from "./s3-error";
import { xmlResponse } from "./xml";

const empty = (status = 200, headers: Record<string, string> = {}) => new Response(null, { status, headers });

export function listBuckets(call: S3Call): Response {
  const { key } = call.authentication;
  const buckets = call.store.buckets.all().filter(({ id }) => knowsBucket(key, id));
  return xmlResponse("ListAllMyBucketsResult", {
    Owner: { ID: "sandbox", DisplayName: "sandbox" },
    Buckets: { Bucket: buckets.map(({ id, createdAt }) => ({ Name: id, CreationDate: createdAt })) },
  });
}

/** In the region that the body names, or else that the request was signed for. */
export async function createBucket(call: S3Call): Promise<Response> {
  const name = call.bucketName;
  if (
    !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) ||
    name.includes("..") ||
    /^\d+(\.\d+){3}$/.test(name)
  ) {
    throw new S3Error(400, "InvalidBucketName", "The specified bucket is not valid.", { BucketName: name });
  }
  const document = await readDocument(call);
  const schema = z.object({ LocationConstraint: z.string().optional() });
  const wanted = document === "" ? {} : readXml(document, "CreateBucketConfiguration", schema);
  if (call.store.buckets.get(name)) {
    throw new S3Error(
      409,
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      { BucketName: name },
    );
  }
  const objectLock = call.request.headers.get("x-amz-bucket-object-lock-enabled")?.toLowerCase() === "true";
  call.store.buckets.put({
    id: name,
    region: wanted.LocationConstraint || call.authentication.region,
    versioning: objectLock ? "enabled" : "never",
    objectLock,
    defaultRetention: null,
    createdAt: new Date(call.now()).toISOString(),
  });
  return empty(200, { location: `/${name}` });
}

export function headBucket(call: S3Call): Response {
  return empty(200, { "x-amz-bucket-region": requireBucket(call).region });
}

export function deleteBucket(call: S3Call): Response {
  const { id } = requireBucket(call);
  if (!call.store.isEmpty(id)) {
    throw new S3Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty", {
      BucketName: id,
    });
  }
  call.store.removeBucket(id);
  return empty(204);
}

export function getBucketLocation(call: S3Call): Response {
  const { region } = requireBucket(call);
  const document = `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${region === "us-east-1" ? "" : region}</LocationConstraint>`;
  return new Response(document, { headers: { "content-type": "application/xml" } });
}

export function getBucketVersioning(call: S3Call): Response {
  const { versioning } = requireBucket(call);
  const status = { never: undefined, enabled: "Enabled", suspended: "Suspended" }[versioning];
  return xmlResponse("VersioningConfiguration", { Status: status });
}

export async function putBucketVersioning(call: S3Call): Promise<Response> {
  const bucket = requireBucket(call);
  const { Status } = readXml(
    await readDocument(call),
    "VersioningConfiguration",
    z.object({ Status: z.enum(["Enabled", "Suspended"]) }),
  );
  if (bucket.objectLock && Status === "Suspended") {
    throw new S3Error(
      409,
      "InvalidBucketState",
      "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    );
  }
  call.store.buckets.put({ ...bucket, versioning: Status === "Enabled" ? "enabled" : "suspended" });
  return empty();
}

export function getObjectLockConfiguration(call: S3Call): Response {
  const { objectLock, defaultRetention } = requireBucket(call);
  if (!objectLock) {
    throw new S3Error(
      404,
      "ObjectLockConfigurationNotFoundError",
      "Object Lock configuration does not exist for this bucket",
    );
  }
  const rule = defaultRetention
    ? { DefaultRetention: { Mode: defaultRetention.mode, Days: defaultRetention.days } }
    : undefined;
  return xmlResponse("ObjectLockConfiguration", { ObjectLockEnabled: "Enabled", Rule: rule });
}

const lockSchema = z.object({
  ObjectLockEnabled: z.literal("Enabled"),
  Rule: z
    .object({
      DefaultRetention: z.object({
        Mode: z.enum(["GOVERNANCE", "COMPLIANCE"]),
        Days: z.coerce.number().int().positive().optional(),
        Years: z.coerce.number().int().positive().optional(),
      }),
    })
    .optional(),
});

export async function putObjectLockConfiguration(call: S3Call): Promise<Response> {
  const bucket = requireBucket(call);
  const { Rule } = readXml(await readDocument(call), "ObjectLockConfiguration", lockSchema);
  if (bucket.versioning !== "enabled") {
    throw new S3Error(
      409,
      "InvalidBucketState",
      "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    );
  }
  const given = Rule?.DefaultRetention;
  if (given && (given.Days === undefined) === (given.Years === undefined))
    throw invalidRequest("Give either Days or Years.");
  const defaultRetention = given ? { mode: given.Mode, days: given.Days ?? (given.Years ?? 0) * 365 } : null;
  call.store.buckets.put({ ...bucket, objectLock: true, defaultRetention });
  return empty();
}
