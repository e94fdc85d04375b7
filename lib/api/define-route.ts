import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import type { ErrorCode } from "@/lib/errors";

export interface RateLimit {
  /** Requests in a burst. */
  capacity: number;
  perMinute: number;
}

/** One endpoint, as data: the handler, the checks around it and the OpenAPI document all come from this. */
export interface RouteDefinition<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Auth extends "required" | "none" = "required" | "none",
> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the origin, parameters in braces: "/api/v1/servers/{id}". */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  /** "none": the request carries its own credential, or needs none. */
  auth: Auth;
  params?: Params;
  query?: Query;
  body?: Body;
  /** What the handler itself reads of the headers. */
  headers?: z.ZodType;
  success: {
    status: 200 | 201 | 202 | 204;
    /** Of the body; null means no body. */
    schema: Output | null;
    description: string;
    /** An event stream, by the name of each event what its data is. The handler answers a Response itself. */
    events?: Record<string, z.ZodType>;
    /** JSON to keep as a file. The handler answers a Response itself. */
    file?: boolean;
  };
  /** What it may refuse with, besides what the builder checks for every route. */
  errors?: readonly ErrorCode[];
  /** Every write honours `Idempotency-Key` for 24 hours. One that does not says here why. */
  withoutIdempotencyKey?: string;
  /** Fields of the answer that are told once: they are not kept, and a repeated request is answered null in their place. */
  toldOnce?: readonly string[];
  rateLimit?: RateLimit;
  bodyLimitBytes?: number;
  /** Weak ETag over the body and 304 for If-None-Match. */
  etag?: boolean;
  handler(input: {
    actor: Auth extends "required" ? Actor : null;
    params: z.output<Params>;
    query: z.output<Query>;
    body: z.output<Body>;
    request: Request;
    ip: string | null;
  }): Promise<z.input<Output> | Response>;
}

/** Keeps the types of the parts together; does nothing else. */
export function defineRoute<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Output extends z.ZodType,
  Auth extends "required" | "none",
>(
  definition: RouteDefinition<Params, Query, Body, Output, Auth>,
): RouteDefinition<Params, Query, Body, Output, Auth> {
  return definition;
}

/** Reads change nothing, and what is done for nobody known belongs to no caller's key. */
export function takesIdempotencyKey(route: RouteDefinition): boolean {
  return route.method !== "GET" && route.auth === "required" && route.withoutIdempotencyKey === undefined;
}
