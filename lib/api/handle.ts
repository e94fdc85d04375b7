import type { z } from "zod";
import { type Actor, actorId } from "@/lib/access/actor";
import { sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { takeFromBucket } from "@/lib/rate-bucket";
import { authenticate } from "./authenticate";
import { type RouteDefinition, takesIdempotencyKey } from "./define-route";
import { finishIdempotent, startIdempotent } from "./idempotency";
import { invalidRequest, problemResponse } from "./problem";
import { readJsonBody } from "./read-body";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

const defaultRateLimit = { capacity: 300, perMinute: 1200 };

/** The one builder: what Next calls for an endpoint, made from its definition. */
export function handle<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  O extends z.ZodType,
  A extends "required" | "none",
>(route: RouteDefinition<P, Q, B, O, A>): Handler {
  return async (request, context) => {
    const requestId = newId("request");
    const startedAt = performance.now();
    let response: Response;
    try {
      response = await answer(route as unknown as RouteDefinition, request, await context.params, requestId);
    } catch (error) {
      response = problemResponse(error, requestId);
    }
    const tookMs = performance.now() - startedAt;
    // What a caller cannot see from outside: our own share of the time, without network and framework.
    response.headers.set("server-timing", `handler;dur=${tookMs.toFixed(1)}`);
    const durationMs = Math.round(tookMs);
    log.info(
      { requestId, method: route.method, path: route.path, status: response.status, durationMs },
      "request",
    );
    return response;
  };
}

async function answer(
  route: RouteDefinition,
  request: Request,
  rawParams: Record<string, string>,
  requestId: string,
): Promise<Response> {
  const ip = clientAddress(request.headers);
  const isWrite = route.method !== "GET";
  const actor = route.auth === "required" ? await authenticate(request, ip) : null;
  if (isWrite && actor?.kind !== "token") refuseForeignOrigin(request);
  const key = takesIdempotencyKey(route) ? request.headers.get("idempotency-key") : null;
  // With a key the route's own limit counts what is done, not how often it is asked for.
  await limitRate(key === null ? route : { ...route, rateLimit: undefined }, actor, ip);

  const params = parse(route.params, rawParams, "path");
  const query = parse(route.query, Object.fromEntries(new URL(request.url).searchParams), "query");
  const raw = isWrite ? await readJsonBody(request, route.bodyLimitBytes) : { text: "", value: {} };
  const body = parse(route.body, raw.value, "body");

  const run = async (): Promise<Response> => {
    const output = await route.handler({ actor: actor as Actor, params, query, body, request, ip });
    return output instanceof Response ? output : respond(route, output, request, requestId);
  };
  if (key === null || !actor) return await run();

  // Hashed, because a parameter may be a secret: an invitation's token.
  const target = sha256(JSON.stringify({ params, query }));
  const scope = `${actor.teamId}:${actorId(actor)} ${route.method} ${route.path} ${target}`;
  const start = await startIdempotent(scope, key, JSON.stringify(raw.value));
  if (start.kind === "replay") {
    const headers = { ...answerHeaders(requestId), "idempotent-replayed": "true" };
    return jsonResponse(start.body, start.status, headers);
  }
  const response = await limitRate(route, actor, ip)
    .then(run)
    .catch((error: unknown) => problemResponse(error, requestId));
  const text = await response.text();
  await finishIdempotent(start.id, response.status, withoutFields(text, route.toldOnce)).catch(
    // What was done is done: the answer says so, although a repeat of the request will not be known.
    (error: unknown) => log.error({ requestId, err: error }, "an answer could not be kept for its key"),
  );
  return new Response(text || null, { status: response.status, headers: response.headers });
}

function withoutFields(text: string, names: readonly string[] = []): string {
  if (names.length === 0 || text === "") return text;
  const nulls = Object.fromEntries(names.map((name) => [name, null]));
  return JSON.stringify({ ...JSON.parse(text), ...nulls });
}

function answerHeaders(requestId: string): Record<string, string> {
  return { "x-request-id": requestId, "cache-control": "no-store" };
}

function jsonResponse(body: string, status: number, headers: Record<string, string>): Response {
  if (body === "") return new Response(null, { status, headers });
  return new Response(body, { status, headers: { ...headers, "content-type": "application/json" } });
}

function respond(route: RouteDefinition, output: unknown, request: Request, requestId: string): Response {
  const headers = answerHeaders(requestId);
  const { schema, status } = route.success;
  if (schema === null) return jsonResponse("", status, headers);
  const body = JSON.stringify(schema.parse(output));
  if (route.etag) {
    const etag = `W/"${sha256(body).slice(0, 32)}"`;
    Object.assign(headers, { etag, "cache-control": "private, no-cache" });
    if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  }
  return jsonResponse(body, status, headers);
}

function parse(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!schema) return {};
  const result = schema.safeParse(value);
  if (!result.success) throw invalidRequest(result.error, where);
  return result.data;
}

/** Cookies travel by themselves, so a write from a browser must come from our own pages. */
function refuseForeignOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const foreign = origin ? origin !== new URL(env().APP_URL).origin : site !== null && site !== "same-origin";
  if (foreign) throw new AppError("forbidden", { public: "This request did not come from our own pages." });
}

async function limitRate(route: RouteDefinition, actor: Actor | null, ip: string | null): Promise<void> {
  const limit = route.rateLimit ?? defaultRateLimit;
  const who = actor ? (actorId(actor) ?? actor.teamId) : (ip ?? "unknown");
  const what = route.rateLimit ? `${route.method} ${route.path}` : "any";
  const taken = await takeFromBucket({
    key: `api:${who}:${what}`,
    capacity: limit.capacity,
    refillPerSecond: limit.perMinute / 60,
  });
  if (!taken.ok) {
    throw new AppError("rate_limited", {
      hint: `Try again in ${Math.ceil(taken.retryAfterSeconds)} seconds.`,
      retryAfterSeconds: taken.retryAfterSeconds,
    });
  }
}

/** The address that our own proxy saw: the last one it appended. */
function clientAddress(headers: Headers): string | null {
  const forwarded = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return forwarded || null;
}
