/** The operation that a request asks for by method, path and query, by its name in the S3 API; null when we have none such. */
export function operationOf(
  method: string,
  bucket: string,
  key: string,
  query: URLSearchParams,
  headers: Headers,
): string | null {
  if (bucket === "") return method === "GET" ? "ListBuckets" : null;
  const table = key === "" ? bucketOperations : objectOperations;
  const copies = headers.has("x-amz-copy-source");
  const fits = table.find(
    (one) =>
      one.method === method && one.needs.every((name) => query.has(name)) && (one.copies ?? false) === copies,
  );
  const known = new Set(["list-type", ...(fits?.needs ?? [])]);
  // A sub-resource that we do not have must not be taken for the resource itself.
  const foreign = subresources.some((name) => query.has(name) && !known.has(name));
  return fits && !foreign ? fits.name : null;
}

interface OperationShape {
  name: string;
  method: string;
  needs: readonly string[];
  copies?: boolean;
}

const shape = (name: string, method: string, ...needs: string[]): OperationShape => ({ name, method, needs });

/** Those that need more of the query come first. */
const bucketOperations: readonly OperationShape[] = [
  shape("PutBucketVersioning", "PUT", "versioning"),
  shape("PutObjectLockConfiguration", "PUT", "object-lock"),
  shape("CreateBucket", "PUT"),
  shape("GetBucketLocation", "GET", "location"),
  shape("GetBucketVersioning", "GET", "versioning"),
  shape("GetObjectLockConfiguration", "GET", "object-lock"),
  shape("ListObjectVersions", "GET", "versions"),
  shape("ListMultipartUploads", "GET", "uploads"),
  shape("ListObjectsV2", "GET", "list-type"),
  shape("ListObjects", "GET"),
  shape("HeadBucket", "HEAD"),
  shape("DeleteObjects", "POST", "delete"),
  shape("DeleteBucket", "DELETE"),
];

const objectOperations: readonly OperationShape[] = [
  shape("UploadPart", "PUT", "partNumber", "uploadId"),
  shape("PutObjectRetention", "PUT", "retention"),
  shape("PutObjectLegalHold", "PUT", "legal-hold"),
  { ...shape("CopyObject", "PUT"), copies: true },
  shape("PutObject", "PUT"),
  shape("ListParts", "GET", "uploadId"),
  shape("GetObjectRetention", "GET", "retention"),
  shape("GetObjectLegalHold", "GET", "legal-hold"),
  shape("GetObject", "GET"),
  shape("HeadObject", "HEAD"),
  shape("CreateMultipartUpload", "POST", "uploads"),
  shape("CompleteMultipartUpload", "POST", "uploadId"),
  shape("AbortMultipartUpload", "DELETE", "uploadId"),
  shape("DeleteObject", "DELETE"),
];

const subresources = [
  "accelerate",
  "acl",
  "analytics",
  "attributes",
  "cors",
  "delete",
  "encryption",
  "intelligent-tiering",
  "inventory",
  "legal-hold",
  "lifecycle",
  "location",
  "logging",
  "metrics",
  "notification",
  "object-lock",
  "ownershipControls",
  "partNumber",
  "policy",
  "policyStatus",
  "publicAccessBlock",
  "replication",
  "requestPayment",
  "restore",
  "retention",
  "select",
  "tagging",
  "torrent",
  "uploadId",
  "uploads",
  "versioning",
  "versions",
  "website",
];
