import type { z } from "zod";
import { type Actor, actorId } from "@/lib/access/actor";
import { sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { takeFromBucket } from "@/lib/rate-bucket";
import { authenticate } from "./authenticate";
import type { RouteDefinition } from "./define-route";
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
  await limitRate(route, actor, ip);

  const params = parse(route.params, rawParams, "path");
  const query = parse(route.query, Object.fromEntries(new URL(request.url).searchParams), "query");
  const raw = isWrite ? await readJsonBody(request, route.bodyLimitBytes) : { text: "", value: {} };
  const body = parse(route.body, raw.value, "body");

  const run = async (): Promise<Response> => {
    const output = await route.handler({ actor: actor as Actor, params, query, body, request, ip });
    return output instanceof Response ? output : respond(route, output, request, requestId);
  };
  const key = route.idempotent ? request.headers.get("idempotency-key") : null;
  if (!key) return await run();

  const scope = `${actor ? `${actor.teamId}:${actorId(actor)}` : ip} ${route.method} ${new URL(request.url).pathname}`;
  const start = await startIdempotent(scope, key, raw.text);
  if (start.kind === "replay") {
    const headers = {
      "content-type": "application/json",
      "x-request-id": requestId,
      "idempotent-replayed": "true",
    };
    return new Response(start.body || null, { status: start.status, headers });
  }
  const response = await run().catch((error: unknown) => problemResponse(error, requestId));
  const text = await response.text();
  await finishIdempotent(start.id, response.status, text);
  return new Response(text || null, { status: response.status, headers: response.headers });
}

function respond(route: RouteDefinition, output: unknown, request: Request, requestId: string): Response {
  const headers: Record<string, string> = { "x-request-id": requestId, "cache-control": "no-store" };
  const { schema, status } = route.success;
  if (schema === null) return new Response(null, { status, headers });
  const body = JSON.stringify(schema.parse(output));
  headers["content-type"] = "application/json";
  if (route.etag) {
    const etag = `W/"${sha256(body).slice(0, 32)}"`;
    Object.assign(headers, { etag, "cache-control": "private, no-cache" });
    if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  }
  return new Response(body, { status, headers });
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
