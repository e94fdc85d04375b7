import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { hetznerError } from "./hetzner-errors";
import { learnFromHeaders, takeHetznerCall } from "./rate-budget";

const timeoutMs = 15_000;
const readAttempts = 3;

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

interface HetznerRequest<S extends z.ZodType> {
  query?: Record<string, string | number | readonly (string | number)[] | undefined>;
  body?: unknown;
  schema: S;
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

/**
 * One call to the Hetzner Cloud API. `path` starts with a slash, the answer is parsed with `schema`. Throws AppErrors
 * only. A GET is tried three times on 502, 504 and broken connections; anything else once, because the API has no
 * idempotency keys and a cut connection says nothing about what was done.
 */
export async function hetzner<S extends z.ZodType>(
  method: Method,
  path: string,
  request: HetznerRequest<S>,
): Promise<z.infer<S>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(method, path, request);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      if (method !== "GET" || attempt >= readAttempts) throw error.reason;
      await sleep(200 * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

/** No answer from the API itself: the connection broke, or a gateway in front of it gave up. */
class Unanswered extends Error {
  constructor(readonly reason: AppError) {
    super(reason.message);
  }
}

async function send<S extends z.ZodType>(method: Method, path: string, request: HetznerRequest<S>) {
  await takeHetznerCall();
  const name = `${method} ${path}`;
  const { status, headers, text } = await exchange(method, path, request);
  const retryAfterSeconds = await learnFromHeaders(status, headers);
  const body = parseJson(text);
  if (status >= 400) {
    const parsed = errorSchema.safeParse(body);
    const { code, message } = parsed.success ? parsed.data.error : { code: "", message: text.slice(0, 200) };
    const error = hetznerError({ status, code, message, request: name, retryAfterSeconds });
    throw status === 502 || status === 504 ? new Unanswered(error) : error;
  }
  const parsed = request.schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw new AppError("provider_unavailable", {
    internal: `hetzner ${name}: the answer has an unknown shape: ${z.prettifyError(parsed.error)}`,
  });
}

async function exchange(method: Method, path: string, request: HetznerRequest<z.ZodType>) {
  try {
    const response = await fetch(requestUrl(path, request.query), {
      method,
      headers: {
        authorization: `Bearer ${env().HETZNER_TOKEN}`,
        "user-agent": "nself-cloud",
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "error",
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    const internal = `hetzner ${method} ${path}: no answer: ${cause instanceof Error ? cause.message : cause}`;
    throw new Unanswered(new AppError("provider_unavailable", { internal, cause }));
  }
}

function requestUrl(path: string, query: HetznerRequest<z.ZodType>["query"] = {}): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(key, String(one));
  }
  const search = parameters.size > 0 ? `?${parameters}` : "";
  return `${env().HETZNER_API_URL}${path}${search}`;
}

function parseJson(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
