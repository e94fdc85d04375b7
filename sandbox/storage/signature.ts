import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { AccessKey, FindKey } from "./access-keys";
import { canonicalRequest } from "./canonical-request";
import { accessDenied, S3Error } from "./s3-error";

/** How the body is vouched for: its hash, nothing, or chunks that may be signed one after the other. */
type PayloadMode =
  | { kind: "hash"; sha256: string }
  | { kind: "unsigned" }
  | { kind: "chunks"; signed: boolean };

export interface Authentication {
  key: AccessKey;
  region: string;
  payload: PayloadMode;
  /** For signed chunks: what the first is chained to, and what signs them. */
  seedSignature: string;
  sign(stringToSign: string): string;
  /** `20261120T120000Z` and `20261120/<region>/s3/aws4_request`. */
  timestamp: string;
  scope: string;
}

const algorithm = "AWS4-HMAC-SHA256";
const allowedSkewMs = 15 * 60_000;
const emptySha256 = createHash("sha256").update("").digest("hex");

export interface SignedFor {
  service: "s3" | "iam";
  /** The hash of the body, for services whose requests do not carry it in a header. */
  payloadHash?: string;
}

/**
 * Verifies AWS Signature Version 4, in the header or in the query (presigned).
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 * @throws S3Error
 */
export function authenticate(
  request: Request,
  findKey: FindKey,
  now: number,
  signed: SignedFor = { service: "s3" },
): Authentication {
  const url = new URL(request.url);
  const given = url.searchParams.has("X-Amz-Signature") ? fromQuery(url, now) : fromHeader(request);
  const payloadHash = signed.payloadHash ?? given.payloadHash;
  const [keyId = "", date = "", region = "", service = "", terminator = ""] = given.credential.split("/");
  const key = findKey(keyId);
  if (!key)
    throw new S3Error(
      403,
      "InvalidAccessKeyId",
      "The AWS Access Key Id you provided does not exist in our records.",
    );
  if (service !== signed.service || terminator !== "aws4_request" || !given.timestamp.startsWith(date)) {
    throw new S3Error(
      400,
      "AuthorizationHeaderMalformed",
      "The authorization header is malformed; the credential scope is wrong.",
    );
  }
  if (!given.presigned && Math.abs(parseTimestamp(given.timestamp) - now) > allowedSkewMs) {
    throw new S3Error(
      403,
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
      {
        ServerTime: new Date(now).toISOString(),
        MaxAllowedSkewMilliseconds: String(allowedSkewMs),
      },
    );
  }
  for (const name of request.headers.keys()) {
    if (name.startsWith("x-amz-meta-") && !given.signedHeaders.includes(name))
      throw accessDenied("There were headers present in the request which were not signed");
  }
  const scope = `${date}/${region}/${service}/aws4_request`;
  const signingKey = [service, "aws4_request"].reduce(hmac, hmac(hmac(`AWS4${key.secret}`, date), region));
  const sign = (stringToSign: string) => hmac(signingKey, stringToSign).toString("hex");
  const canonical = canonicalRequest(request, url, given.signedHeaders, payloadHash);
  const hash = createHash("sha256").update(canonical, "latin1").digest("hex");
  const expected = sign([algorithm, given.timestamp, scope, hash].join("\n"));
  if (!sameText(expected, given.signature)) {
    throw new S3Error(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      {
        AWSAccessKeyId: keyId,
        CanonicalRequest: canonical,
      },
    );
  }
  return {
    key,
    region,
    payload: payloadMode(payloadHash),
    seedSignature: expected,
    sign,
    timestamp: given.timestamp,
    scope,
  };
}

interface Given {
  credential: string;
  signedHeaders: string[];
  signature: string;
  timestamp: string;
  payloadHash: string;
  presigned: boolean;
}

function fromHeader(request: Request): Given {
  const header = request.headers.get("authorization");
  if (!header) throw accessDenied();
  const match =
    /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (!match)
    throw new S3Error(
      400,
      "AuthorizationHeaderMalformed",
      "The authorization header you provided is invalid.",
    );
  const [, credential = "", signedHeaders = "", signature = ""] = match;
  return {
    credential,
    signedHeaders: signedHeaders.split(";"),
    signature,
    timestamp: request.headers.get("x-amz-date") ?? "",
    payloadHash: request.headers.get("x-amz-content-sha256") ?? emptySha256,
    presigned: false,
  };
}

function fromQuery(url: URL, now: number): Given {
  const value = (name: string) => url.searchParams.get(name) ?? "";
  const timestamp = value("X-Amz-Date");
  if (value("X-Amz-Algorithm") !== algorithm) throw invalidQuery();
  const expiresAt = parseTimestamp(timestamp) + Number(value("X-Amz-Expires")) * 1000;
  if (!Number.isFinite(expiresAt)) throw invalidQuery();
  if (expiresAt < now) throw accessDenied("Request has expired");
  return {
    credential: value("X-Amz-Credential"),
    signedHeaders: value("X-Amz-SignedHeaders").split(";"),
    signature: value("X-Amz-Signature"),
    timestamp,
    payloadHash: "UNSIGNED-PAYLOAD",
    presigned: true,
  };
}

const invalidQuery = () =>
  new S3Error(
    400,
    "AuthorizationQueryParametersError",
    "Error parsing the query parameters of the signature.",
  );

function payloadMode(hash: string): PayloadMode {
  if (hash === "UNSIGNED-PAYLOAD") return { kind: "unsigned" };
  if (hash.startsWith("STREAMING-UNSIGNED")) return { kind: "chunks", signed: false };
  if (hash.startsWith("STREAMING-AWS4-HMAC-SHA256")) return { kind: "chunks", signed: true };
  if (!/^[0-9a-f]{64}$/.test(hash))
    throw new S3Error(400, "InvalidArgument", "x-amz-content-sha256 is not a hash nor a known mode.");
  return { kind: "hash", sha256: hash };
}

function parseTimestamp(timestamp: string): number {
  return Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sameText(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
