import { AppError, type ErrorCode } from "@/lib/errors";
import { AcmeProblem } from "./acme-problem";

/** RFC 8555 section 6.7 (and RFC 9773): problem type → our code. What is not named here is `certificate_failed`. */
export const acmeErrorTable: Readonly<Record<string, ErrorCode>> = {
  accountDoesNotExist: "provider_auth",
  externalAccountRequired: "provider_auth",
  userActionRequired: "provider_auth",
  badPublicKey: "provider_auth",
  badSignatureAlgorithm: "provider_auth",
  invalidContact: "provider_auth",
  unsupportedContact: "provider_auth",

  rateLimited: "certificate_limited",

  caa: "certificate_refused",
  unauthorized: "certificate_refused",
  rejectedIdentifier: "certificate_refused",
  unsupportedIdentifier: "certificate_refused",
  badCSR: "certificate_refused",

  // What the CA saw in DNS or on its own side may be right a moment later.
  badNonce: "certificate_failed",
  connection: "certificate_failed",
  dns: "certificate_failed",
  incorrectResponse: "certificate_failed",
  tls: "certificate_failed",
  malformed: "certificate_failed",
  orderNotReady: "certificate_failed",
  serverInternal: "certificate_failed",
  compound: "certificate_failed",
  alreadyReplaced: "certificate_failed",
  alreadyRevoked: "certificate_failed",
  badRevocationReason: "certificate_failed",
};

const defaultWaitSeconds = 3600;

/** Any failure of a call to the CA as our error. */
export function acmeError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  if (!(cause instanceof AcmeProblem)) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return new AppError("certificate_failed", { internal: `acme: no usable answer: ${message}`, cause });
  }
  const { type, status, subtypes, message, retryAfterSeconds } = cause;
  const code = codeOf(type, status, subtypes);
  return new AppError(code, {
    internal: `acme ${status} ${type}: ${message}`,
    retryAfterSeconds: retryAfterSeconds ?? (code === "certificate_limited" ? defaultWaitSeconds : undefined),
    cause,
  });
}

/** The code of a problem; for several names at once (`compound`) the gravest of its parts. */
export function codeOf(type: string, status: number, subtypes: string[] = []): ErrorCode {
  const codes = [type, ...subtypes].map((one) =>
    Object.hasOwn(acmeErrorTable, one) ? acmeErrorTable[one] : undefined,
  );
  for (const grave of ["certificate_refused", "certificate_limited", "provider_auth"] as const) {
    if (codes.includes(grave)) return grave;
  }
  return status === 429 ? "certificate_limited" : "certificate_failed";
}
