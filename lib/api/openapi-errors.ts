import { type ErrorCode, errorTable } from "@/lib/errors";
import { type RouteDefinition, takesIdempotencyKey } from "./define-route";
import { type Json, jsonSchema } from "./openapi-schemas";
import { problemSchema } from "./problem";

/** What a route may refuse with: what the builder checks for it, and what its definition says besides. */
function errorsOf(route: RouteDefinition): ErrorCode[] {
  const isWrite = route.method !== "GET";
  const codes: (ErrorCode | false)[] = [
    (isWrite || Boolean(route.params ?? route.query)) && "invalid_request",
    route.auth === "required" && "unauthenticated",
    route.auth === "required" && "forbidden",
    route.params !== undefined && "not_found",
    takesIdempotencyKey(route) && "idempotency_running",
    takesIdempotencyKey(route) && "idempotency_mismatch",
    isWrite && "payload_too_large",
    isWrite && "unsupported_media_type",
    "rate_limited",
    "internal",
    ...(route.errors ?? []),
  ];
  return codes.filter((code) => code !== false);
}

/** The answers that are problems, by status; several codes may share one. */
export function problemAnswers(route: RouteDefinition, components: Json): Json {
  const content = { "application/problem+json": { schema: jsonSchema(problemSchema, "output", components) } };
  const answers: Record<string, { description: string; content: Json }> = {};
  for (const code of errorsOf(route)) {
    const { status, title } = errorTable[code];
    const known = answers[status];
    const line = `\`${code}\`: ${title}`;
    answers[status] = { description: known ? `${known.description}; ${line}` : line, content };
  }
  return { ...answers, default: { description: "What else went wrong (RFC 9457)", content } };
}
