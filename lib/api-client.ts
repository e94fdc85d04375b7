import type { Problem } from "./problem";

/** An answer of the API that is not a success; `problem` is what it said (RFC 9457). */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

interface RequestOptions {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

let actingFor: string | null = null;

/** Every later call of this page names the team, so that one whose visit has ended elsewhere acts for nobody else. */
export function actFor(teamId: string | null): void {
  actingFor = teamId;
}

/** One call of our API from the browser. The cookie carries the session; the answer's shape is the route's own schema. */
export async function callApi<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = "GET", body, idempotencyKey, signal } = options;
  let response: Response;
  try {
    response = await fetch(path, {
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
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer as T;
  throw new ProblemError((answer as Problem | null) ?? { ...unreachable, status: response.status });
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
