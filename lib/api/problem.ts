import { z } from "zod";
import { AppError, type ErrorCode, errorTable, toAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Problem } from "@/lib/problem";

/** RFC 9457 problem details, with a stable code, what to do, per-field messages and the request's id. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]).meta({ id: "ErrorCode" }),
    hint: z.string().optional(),
    fields: z.record(z.string(), z.string()).optional(),
    requestId: z.string(),
  })
  .meta({ id: "Problem" });

/** Any thrown value as an answer. What we do not know shows a request id and nothing else. */
export function problemResponse(
  thrown: unknown,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  const error = toAppError(thrown);
  if (error.status >= 500)
    log.error({ requestId, code: error.code, err: error.cause ?? error }, error.message);
  const problem: Problem = {
    type: "about:blank",
    title: error.publicMessage,
    status: error.status,
    detail: error.code === "internal" ? `Tell support this request id: ${requestId}` : error.publicMessage,
    code: error.code,
    hint: error.hint,
    fields: error.fields,
    requestId,
  };
  return new Response(JSON.stringify(problem), {
    status: error.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...(error.retryAfterSeconds ? { "retry-after": String(Math.ceil(error.retryAfterSeconds)) } : {}),
      ...headers,
    },
  });
}

/** The first message for each field, keyed by dotted path. */
export function invalidRequest(error: z.ZodError, where: string): AppError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join(".") || where] ??= issue.message;
  const [first] = Object.entries(fields);
  return new AppError("invalid_request", {
    public: first ? `${first[0]}: ${first[1]}` : "The request is not valid",
    hint: "Correct the fields named and send the request again.",
    fields,
  });
}
