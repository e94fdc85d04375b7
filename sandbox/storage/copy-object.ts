import { isAllowed } from "./access-keys";
import { checkReplacement, commitObject, headersOfCommit } from "./commit-object";
import { findVersion } from "./get-object";
import { lockOfNewObject } from "./object-lock";
import { checkKey, readDescription, stageCopy } from "./put-object";
import { requireBucket, type S3Call } from "./s3-call";
import { accessDenied, invalidArgument, invalidRequest } from "./s3-error";
import { xmlResponse } from "./xml";

/** CopyObject: `x-amz-copy-source: /bucket/key?versionId=…`, URL-encoded. */
export function copyObject(call: S3Call): Response {
  const bucket = requireBucket(call);
  checkKey(call.key);
  const source = readSource(call.request.headers.get("x-amz-copy-source") ?? "");
  const permission = source.versionId === null ? "get" : "getVersion";
  if (!isAllowed(call.authentication.key, permission, source.bucket, source.key)) throw accessDenied();
  const from = requireBucket(call, source.bucket);
  const version = findVersion(call, from, source.key, source.versionId);
  const replaces = call.request.headers.get("x-amz-metadata-directive") === "REPLACE";
  if (from.id === bucket.id && source.key === call.key && source.versionId === null && !replaces) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.",
    );
  }
  checkReplacement(call, bucket, call.key);
  const { contentType, headers, metadata } = version;
  const added = commitObject(
    call,
    bucket,
    {
      key: call.key,
      description: replaces ? readDescription(call.request.headers) : { contentType, headers, metadata },
      sizeBytes: version.sizeBytes,
      etag: version.etag,
      checksums: version.checksums,
      ...lockOfNewObject(call, bucket),
    },
    stageCopy(call, call.store.dataPath(from.id, version)),
  );
  return xmlResponse(
    "CopyObjectResult",
    { LastModified: added.lastModified, ETag: `"${added.etag}"` },
    { headers: { ...headersOfCommit(bucket, added), "x-amz-copy-source-version-id": version.versionId } },
  );
}

function readSource(header: string): { bucket: string; key: string; versionId: string | null } {
  const [path = "", query = ""] = header.replace(/^\//, "").split("?");
  const decoded = decodeURIComponent(path);
  const at = decoded.indexOf("/");
  if (at < 1)
    throw invalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  return {
    bucket: decoded.slice(0, at),
    key: decoded.slice(at + 1),
    versionId: new URLSearchParams(query).get("versionId"),
  };
}
