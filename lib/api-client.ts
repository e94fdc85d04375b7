import type { Operations } from "./api-types";
import type { Problem } from "./problem";

/** An answer of the API that is not a success; `problem` is what it said (RFC 9457). */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

type OperationName = keyof Operations;
type AnswerOf<Name extends OperationName> = Operations[Name]["answer"];

interface RequestOptions {
  idempotencyKey?: string;
  signal?: AbortSignal;
}
type RequestOf<Name extends OperationName> = Operations[Name]["request"] & RequestOptions;
/** What an operation does not ask for need not be given. */
type Given<Name extends OperationName> =
  Record<never, never> extends Operations[Name]["request"]
    ? [request?: RequestOf<Name>]
    : [request: RequestOf<Name>];

/** Any request, as the function below sees it. */
interface AnyRequest extends RequestOptions {
  params?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
}

let actingFor: string | null = null;

/** Every later call of this page names the team, so that one whose visit has ended elsewhere acts for nobody else. */
export function actFor(teamId: string | null): void {
  actingFor = teamId;
}

/**
 * One call of our API from the browser, by method and path as the OpenAPI document has them; what goes in and what comes
 * back is typed from there. The cookie carries the session.
 */
export async function callApi<Name extends OperationName>(
  name: Name,
  ...[request]: Given<Name>
): Promise<AnswerOf<Name>> {
  const { params, query, body, idempotencyKey, signal }: AnyRequest = request ?? {};
  const [method, template = ""] = name.split(" ");
  let response: Response;
  try {
    response = await fetch(addressOf(template, params, query), {
      method,
      signal,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(actingFor ? { "x-team-id": actingFor } : {}),
        ...(idempotencyKey ? { "idempotency-key": idempotencyKey } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ProblemError(unreachable);
  }
  if (response.status === 204) return undefined as AnswerOf<Name>;
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer as AnswerOf<Name>;
  throw new ProblemError((answer as Problem | null) ?? { ...unreachable, status: response.status });
}

function addressOf(
  template: string,
  params: Record<string, string> = {},
  query: AnyRequest["query"] = {},
): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

const unreachable: Problem = {
  type: "about:blank",
  title: "ɳSelf Cloud cannot be reached",
  status: 0,
  detail: "The request got no answer.",
  code: "unreachable",
  hint: "Check your connection and try again. Nothing you typed is lost.",
  requestId: "",
};

/** What went wrong, in the API's own words, for a toast or an alert. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    ...unreachable,
    title: "Something went wrong in this page",
    code: "client",
    hint: "Reload the page and try again.",
  };
}
