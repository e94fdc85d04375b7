import { APIError } from "cloudflare";
import { AppError, type ErrorCode } from "@/lib/errors";

/** Cloudflare's numbers that mean more than their HTTP status (developers.cloudflare.com, DNS records API). */
export const cloudflareErrorTable: Readonly<Record<number, ErrorCode>> = {
  10000: "provider_auth",
  6003: "provider_auth",
  6111: "provider_auth",
  9103: "provider_auth",
  9106: "provider_auth",
  9107: "provider_auth",
  9109: "provider_auth",
  10001: "provider_auth",
  7000: "provider_refused",
  7003: "provider_refused",
  1004: "provider_refused",
  9000: "provider_refused",
  9005: "provider_refused",
  9207: "provider_refused",
  81044: "not_found",
  /** A CNAME, A or AAAA already stands at the host. */
  81053: "domain_conflict",
  81054: "domain_conflict",
  81055: "domain_conflict",
  81056: "domain_conflict",
  81057: "domain_conflict",
  /** An identical record exists. */
  81058: "domain_conflict",
  81045: "quota",
  10013: "provider_unavailable",
};

const blockSeconds = 300;

/** Any failure of the package as our error. */
export function cloudflareError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  if (!(cause instanceof APIError)) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return new AppError("provider_unavailable", { internal: `cloudflare: ${message}`, cause });
  }
  const { status } = cause;
  const internal = `cloudflare: ${cause.message.slice(0, 500)}`;
  if (status === 429) {
    const told = Number(cause.headers?.get("retry-after") ?? Number.NaN);
    const retryAfterSeconds = Number.isFinite(told) && told > 0 ? told : blockSeconds;
    return new AppError("provider_throttled", { internal, retryAfterSeconds, cause });
  }
  return new AppError(
    codeOf(
      status,
      cause.errors.map(({ code }) => Number(code)),
    ),
    { internal, cause },
  );
}

function codeOf(status: number | undefined, numbers: number[]): ErrorCode {
  for (const number of numbers) {
    const known = cloudflareErrorTable[number];
    if (known) return known;
  }
  if (status === 401 || status === 403) return "provider_auth";
  if (status === 404) return "not_found";
  return status === undefined || status >= 500 ? "provider_unavailable" : "provider_refused";
}
