import { randomBytes } from "node:crypto";
import { isAllowed } from "./access-keys";
import type { S3Call } from "./s3-call";
import { accessDenied, S3Error } from "./s3-error";
import type { Bucket, ObjectDescription, ObjectVersion, Retention } from "./storage-schemas";

export interface NewObject {
  key: string;
  description: ObjectDescription;
  sizeBytes: number;
  etag: string;
  checksums: Record<string, string>;
  retention: Retention | null;
  legalHold: boolean;
}

/**
 * Whether an object may be put at its key: by the conditions of the request, and by a key that may not replace.
 * Asked before the bytes come, to spare them, and again when they are there.
 * @throws S3Error
 */
export function checkReplacement(call: S3Call, bucket: Bucket, key: string): void {
  const current = call.store.current(bucket.id, key);
  const ifMatch = call.request.headers.get("if-match")?.replaceAll('"', "");
  const ifNoneMatch = call.request.headers.get("if-none-match");
  const unmet =
    (ifNoneMatch === "*" && current) || (ifMatch !== undefined && current && current.etag !== ifMatch);
  if (unmet)
    throw new S3Error(
      412,
      "PreconditionFailed",
      "At least one of the pre-conditions you specified did not hold",
    );
  if (ifMatch !== undefined && !current)
    throw new S3Error(404, "NoSuchKey", "The specified key does not exist.", { Key: key });
  if (current && !isAllowed(call.authentication.key, "overwrite", bucket.id, key)) {
    throw accessDenied("This key may not replace an object.");
  }
}

/** Puts staged bytes in place as the newest version. Without versioning the version before is gone. */
export function commitObject(
  call: S3Call,
  bucket: Bucket,
  object: NewObject,
  stagedPath: string,
): ObjectVersion {
  checkReplacement(call, bucket, object.key);
  const { description, ...rest } = object;
  const replaced = bucket.versioning === "enabled" ? undefined : nullVersion(call, bucket, object.key);
  const added = call.store.add(
    bucket.id,
    {
      ...rest,
      ...description,
      versionId: bucket.versioning === "enabled" ? newVersionId() : "null",
      deleteMarker: false,
      lastModified: new Date(call.now()).toISOString(),
    },
    stagedPath,
  );
  if (replaced) call.store.remove(bucket.id, replaced);
  return added;
}

/** The one version of a key that was put without versioning. */
export function nullVersion(call: S3Call, bucket: Bucket, key: string): ObjectVersion | undefined {
  return call.store.versionsOf(bucket.id, key).find(({ versionId }) => versionId === "null");
}

export const newVersionId = () => randomBytes(16).toString("base64url");

/** The headers that answer a put: ETag, and the version where the bucket has them. */
export function headersOfCommit(bucket: Bucket, version: ObjectVersion): Record<string, string> {
  return bucket.versioning === "never" ? {} : { "x-amz-version-id": version.versionId };
}
