import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const prefixPattern = /^signkey-[^-]+-/;
const maxSkewSeconds = 300;

/** The key without its `signkey-<env>-` prefix. */
function bareSigningKey(signingKey: string): string {
  return signingKey.replace(prefixPattern, "");
}

/** What the SDK sends as bearer token: sha256 over the hex-decoded key, in hex, without prefix. */
function hashedSigningKey(signingKey: string): string {
  return createHash("sha256")
    .update(Buffer.from(bareSigningKey(signingKey), "hex"))
    .digest("hex");
}

/** Value of `X-Inngest-Signature` for a canonical JSON body. The HMAC key is the ASCII of the bare key, not its bytes. */
export function signBody(body: string, signingKey: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000);
  return `t=${seconds}&s=${hmac(body, signingKey, seconds)}`;
}

/** Whether `header` signs `body` with this key and is at most five minutes old. */
export function verifySignature(body: string, header: string, signingKey: string, nowMs: number): boolean {
  const parts = new URLSearchParams(header);
  const seconds = Number(parts.get("t"));
  if (!Number.isFinite(seconds) || Math.abs(nowMs / 1000 - seconds) > maxSkewSeconds) return false;
  return sameText(parts.get("s") ?? "", hmac(body, signingKey, seconds));
}

/** Whether an `Authorization` header carries this key: hashed with or without prefix, or raw. */
export function isAuthorized(header: string | undefined, signingKey: string): boolean {
  const token = header?.replace(/^Bearer\s+/i, "").trim() ?? "";
  const bare = bareSigningKey(token);
  return sameText(bare, hashedSigningKey(signingKey)) || sameText(bare, bareSigningKey(signingKey));
}

function hmac(body: string, signingKey: string, seconds: number): string {
  return createHmac("sha256", bareSigningKey(signingKey)).update(body).update(String(seconds)).digest("hex");
}

function sameText(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
