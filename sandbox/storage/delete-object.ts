import { z } from "zod";
import { isAllowed } from "./access-keys";
import { newVersionId, nullVersion } from "./commit-object";
import { checkRemovable } from "./object-lock";
import { readXml } from "./read-xml";
import { readDocument, requireBucket, type S3Call } from "./s3-call";
import { accessDenied, S3Error } from "./s3-error";
import type { Bucket } from "./storage-schemas";
import { type XmlFields, xmlResponse } from "./xml";

interface Deleted {
  versionId?: string;
  deleteMarker: boolean;
}

export function deleteObject(call: S3Call): Response {
  const done = remove(call, requireBucket(call), call.key, call.query.get("versionId"));
  const headers: Record<string, string> = {};
  if (done.versionId !== undefined) headers["x-amz-version-id"] = done.versionId;
  if (done.deleteMarker) headers["x-amz-delete-marker"] = "true";
  return new Response(null, { status: 204, headers });
}

const one = z.object({ Key: z.string(), VersionId: z.string().optional() });
const deleteSchema = z.object({
  Object: z.union([z.array(one), one.transform((object) => [object])]),
  Quiet: z.string().optional(),
});

/** DeleteObjects: each of up to 1,000 keys by itself, with its own outcome. */
export async function deleteObjects(call: S3Call): Promise<Response> {
  const bucket = requireBucket(call);
  const input = readXml(await readDocument(call), "Delete", deleteSchema);
  const deleted: XmlFields[] = [];
  const errors: XmlFields[] = [];
  for (const { Key, VersionId } of input.Object.slice(0, 1000)) {
    try {
      const done = remove(call, bucket, Key, VersionId ?? null);
      deleted.push({
        Key,
        VersionId,
        DeleteMarker: done.deleteMarker || undefined,
        DeleteMarkerVersionId: done.deleteMarker ? done.versionId : undefined,
      });
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      errors.push({ Key, VersionId, Code: error.code, Message: error.message });
    }
  }
  return xmlResponse("DeleteResult", { Deleted: input.Quiet === "true" ? [] : deleted, Error: errors });
}

/** Removes a named version for good; without a name, hides the key behind a delete marker where there are versions. */
function remove(call: S3Call, bucket: Bucket, key: string, versionId: string | null): Deleted {
  const permission = versionId === null ? "delete" : "deleteVersion";
  if (!isAllowed(call.authentication.key, permission, bucket.id, key)) throw accessDenied();
  if (versionId !== null) {
    const version = call.store
      .versionsOf(bucket.id, key)
      .find((candidate) => candidate.versionId === versionId);
    // Deleting what is not there is a success: it is not there.
    if (!version) return { versionId, deleteMarker: false };
    checkRemovable(call, version);
    call.store.remove(bucket.id, version);
    return { versionId, deleteMarker: version.deleteMarker };
  }
  const bare = nullVersion(call, bucket, key);
  if (bucket.versioning === "never") {
    if (bare) {
      checkRemovable(call, bare);
      call.store.remove(bucket.id, bare);
    }
    return { deleteMarker: false };
  }
  if (bucket.versioning === "suspended" && bare) call.store.remove(bucket.id, bare);
  const marker = call.store.add(
    bucket.id,
    {
      key,
      versionId: bucket.versioning === "enabled" ? newVersionId() : "null",
      deleteMarker: true,
      sizeBytes: 0,
      etag: "",
      lastModified: new Date(call.now()).toISOString(),
      checksums: {},
      contentType: "",
      headers: {},
      metadata: {},
      retention: null,
      legalHold: false,
    },
    null,
  );
  return { versionId: marker.versionId, deleteMarker: true };
}
