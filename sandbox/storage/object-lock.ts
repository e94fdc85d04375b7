import { z } from "zod";
import { isAllowed, type Permission } from "./access-keys";
import { findVersion } from "./get-object";
import { readXml } from "./read-xml";
import { readDocument, requireBucket, type S3Call } from "./s3-call";
import { accessDenied, invalidArgument, invalidRequest, S3Error } from "./s3-error";
import type { Bucket, ObjectVersion, Retention } from "./storage-schemas";
import { xmlResponse } from "./xml";

const missing = () => invalidRequest("Bucket is missing Object Lock Configuration");

/** The lock that a new object gets: from the request's headers, or else by the bucket's default. */
export function lockOfNewObject(
  call: S3Call,
  bucket: Bucket,
): { retention: Retention | null; legalHold: boolean } {
  const mode = call.request.headers.get("x-amz-object-lock-mode");
  const until = call.request.headers.get("x-amz-object-lock-retain-until-date");
  const legalHold = call.request.headers.get("x-amz-object-lock-legal-hold") === "ON";
  if (mode !== null || until !== null || legalHold) {
    if (!bucket.objectLock) throw missing();
    const { key } = call.authentication;
    const may = (permission: Permission) => isAllowed(key, permission, bucket.id, call.key);
    if ((mode !== null && !may("retain")) || (legalHold && !may("hold"))) throw accessDenied();
    if ((mode === null) !== (until === null)) {
      throw invalidArgument(
        "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
      );
    }
    if (mode !== null) return { retention: readRetention(mode, until ?? "", call.now()), legalHold };
  }
  const { defaultRetention } = bucket;
  if (!defaultRetention) return { retention: null, legalHold };
  const ends = new Date(call.now() + defaultRetention.days * 86_400_000).toISOString();
  return { retention: { mode: defaultRetention.mode, until: ends }, legalHold };
}

/** @throws S3Error AccessDenied when a lock keeps the version from being removed. */
export function checkRemovable(call: S3Call, version: ObjectVersion): void {
  if (version.legalHold) throw accessDenied("Access Denied because object protected by object lock.");
  const { retention } = version;
  if (!retention || Date.parse(retention.until) <= call.now()) return;
  if (retention.mode === "GOVERNANCE" && mayBypass(call, version.key)) return;
  throw accessDenied("Access Denied because object protected by object lock.");
}

export function getObjectRetention(call: S3Call): Response {
  const { version } = lockable(call);
  if (!version.retention) throw noLock();
  return xmlResponse("Retention", { Mode: version.retention.mode, RetainUntilDate: version.retention.until });
}

/** Longer is always allowed; shorter or gone only for GOVERNANCE, with the right and the wish to bypass it. */
export async function putObjectRetention(call: S3Call): Promise<Response> {
  const { bucket, version } = lockable(call);
  const schema = z.object({ Mode: z.string().optional(), RetainUntilDate: z.string().optional() });
  const input = readXml(await readDocument(call), "Retention", schema);
  const wanted = input.Mode ? readRetention(input.Mode, input.RetainUntilDate ?? "", call.now()) : null;
  const now = version.retention;
  const inForce = now !== null && Date.parse(now.until) > call.now();
  const weaker =
    inForce &&
    (wanted === null ||
      Date.parse(wanted.until) < Date.parse(now.until) ||
      (now.mode === "COMPLIANCE" && wanted.mode !== "COMPLIANCE"));
  if (weaker && (now.mode === "COMPLIANCE" || !mayBypass(call, version.key))) throw accessDenied();
  call.store.update(bucket.id, { ...version, retention: wanted });
  return new Response(null);
}

export function getObjectLegalHold(call: S3Call): Response {
  return xmlResponse("LegalHold", { Status: lockable(call).version.legalHold ? "ON" : "OFF" });
}

export async function putObjectLegalHold(call: S3Call): Promise<Response> {
  const { bucket, version } = lockable(call);
  const { Status } = readXml(
    await readDocument(call),
    "LegalHold",
    z.object({ Status: z.enum(["ON", "OFF"]) }),
  );
  call.store.update(bucket.id, { ...version, legalHold: Status === "ON" });
  return new Response(null);
}

function lockable(call: S3Call): { bucket: Bucket; version: ObjectVersion } {
  const bucket = requireBucket(call);
  if (!bucket.objectLock) throw missing();
  return { bucket, version: findVersion(call, bucket) };
}

function readRetention(mode: string, until: string, now: number): Retention {
  const ends = Date.parse(until);
  if (mode !== "GOVERNANCE" && mode !== "COMPLIANCE") throw invalidArgument("Unknown wormMode directive.");
  if (!Number.isFinite(ends) || ends <= now)
    throw invalidArgument("The retain until date must be in the future!");
  return { mode, until: new Date(ends).toISOString() };
}

function mayBypass(call: S3Call, key: string): boolean {
  const asked = call.request.headers.get("x-amz-bypass-governance-retention") === "true";
  return asked && isAllowed(call.authentication.key, "bypass", call.bucketName, key);
}

const noLock = () =>
  new S3Error(
    404,
    "NoSuchObjectLockConfiguration",
    "The specified object does not have a ObjectLock configuration",
  );
