import { AppError } from "@/lib/errors";

interface MailFailure {
  name: string;
  message: string;
  statusCode: number | null;
}

/** Refusals that the same request meets again (resend.com/docs "Errors"): a person has to change something. */
const permanent = new Set([
  "validation_error",
  "missing_required_field",
  "invalid_parameter",
  "invalid_from_address",
  "invalid_to_address",
  "invalid_attachment",
  "invalid_access",
  "invalid_api_key",
  "missing_api_key",
  "restricted_api_key",
  "invalid_idempotency_key",
  "invalid_idempotent_request",
  "security_error",
]);

/** Resend's error as ours. The class is always transient; `internal` says when repeating alone will not help. */
export function mailError(failure: MailFailure, headers: Record<string, string> | null): AppError {
  const { name, message, statusCode } = failure;
  const lasting = permanent.has(name) || statusCode === 422 || statusCode === 403;
  const told = Number(headers?.["retry-after"] ?? Number.NaN);
  return new AppError("mail_refused", {
    internal: `resend ${statusCode ?? "no answer"} ${name}: ${message}${lasting ? " (repeating will not help)" : ""}`,
    retryAfterSeconds: Number.isFinite(told) && told > 0 ? told : undefined,
  });
}
