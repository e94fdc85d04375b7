import { isAllowed, knowsBucket, type Permission } from "./access-keys";
import * as buckets from "./bucket-operations";
import { copyObject } from "./copy-object";
import { deleteObject, deleteObjects } from "./delete-object";
import { getObject } from "./get-object";
import { listObjects } from "./list-objects";
import { listObjectVersions } from "./list-versions";
import * as multipart from "./multipart-upload";
import * as lock from "./object-lock";
import { putObject } from "./put-object";
import type { S3Call } from "./s3-call";
import { accessDenied, S3Error } from "./s3-error";

type Perform = (call: S3Call) => Response | Promise<Response>;

/** Who may: a permission on the object or prefix, any key of the bucket, only the admin, or what the operation checks itself. */
type Guard = Permission | "bucket" | "admin" | "own";

const operations: Readonly<Record<string, readonly [Guard, Perform]>> = {
  ListBuckets: ["own", buckets.listBuckets],
  CreateBucket: ["admin", buckets.createBucket],
  DeleteBucket: ["admin", buckets.deleteBucket],
  HeadBucket: ["bucket", buckets.headBucket],
  GetBucketLocation: ["bucket", buckets.getBucketLocation],
  GetBucketVersioning: ["bucket", buckets.getBucketVersioning],
  PutBucketVersioning: ["admin", buckets.putBucketVersioning],
  GetObjectLockConfiguration: ["bucket", buckets.getObjectLockConfiguration],
  PutObjectLockConfiguration: ["admin", buckets.putObjectLockConfiguration],
  ListObjects: ["list", listObjects],
  ListObjectsV2: ["list", listObjects],
  ListObjectVersions: ["listVersions", listObjectVersions],
  ListMultipartUploads: ["list", multipart.listMultipartUploads],
  GetObject: ["get", getObject],
  HeadObject: ["get", getObject],
  PutObject: ["put", putObject],
  CopyObject: ["put", copyObject],
  DeleteObject: ["delete", deleteObject],
  DeleteObjects: ["own", deleteObjects],
  CreateMultipartUpload: ["put", multipart.createMultipartUpload],
  UploadPart: ["put", multipart.uploadPart],
  CompleteMultipartUpload: ["put", multipart.completeMultipartUpload],
  AbortMultipartUpload: ["put", multipart.abortMultipartUpload],
  ListParts: ["put", multipart.listParts],
  GetObjectRetention: ["getRetention", lock.getObjectRetention],
  PutObjectRetention: ["retain", lock.putObjectRetention],
  GetObjectLegalHold: ["getHold", lock.getObjectLegalHold],
  PutObjectLegalHold: ["hold", lock.putObjectLegalHold],
};

/** @throws S3Error */
export function performOperation(operation: string, call: S3Call): Response | Promise<Response> {
  const [guard, perform] = operations[operation] ?? [];
  if (!guard || !perform) {
    throw new S3Error(
      501,
      "NotImplemented",
      "A header you provided implies functionality that is not implemented",
    );
  }
  if (!passes(guard, call)) throw accessDenied();
  checkRegion(call);
  return perform(call);
}

function passes(guard: Guard, call: S3Call): boolean {
  const { key } = call.authentication;
  const { bucketName, query } = call;
  switch (guard) {
    case "own":
      return true;
    case "admin":
      return key.grants === null;
    case "bucket":
      return knowsBucket(key, bucketName);
    case "list":
    case "listVersions":
      return isAllowed(key, guard, bucketName, query.get("prefix") ?? "");
    case "get":
      return isAllowed(key, query.has("versionId") ? "getVersion" : "get", bucketName, call.key);
    case "delete":
      return isAllowed(key, query.has("versionId") ? "deleteVersion" : "delete", bucketName, call.key);
    case "put":
      return mayPut(call);
    default:
      return isAllowed(key, guard, bucketName, call.key);
  }
}

/** A key that may only create must say so in every request, multipart uploads included: so it is with IAM's condition. */
function mayPut(call: S3Call): boolean {
  const { key } = call.authentication;
  if (isAllowed(key, "put", call.bucketName, call.key)) return true;
  const creates = call.request.headers.get("if-none-match") === "*";
  return creates && isAllowed(key, "create", call.bucketName, call.key);
}

/** A bucket lives in one region and answers only what is signed for it. */
function checkRegion(call: S3Call): void {
  const region = call.store.buckets.get(call.bucketName)?.region;
  const given = call.authentication.region;
  if (call.anyRegion || region === undefined || region === given) return;
  throw new S3Error(
    400,
    "AuthorizationHeaderMalformed",
    `The authorization header is malformed; the region '${given}' is wrong; expecting '${region}'`,
    { Region: region },
    { "x-amz-bucket-region": region },
  );
}
