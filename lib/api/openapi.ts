import { z } from "zod";
import type { RouteDefinition } from "./define-route";
import { problemSchema } from "./problem";

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the given routes; named schemas (`meta({ id })`) become components. */
export function buildOpenApi(routes: readonly RouteDefinition[], serverUrl: string): Json {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const operation: Json = {
      operationId: `${route.method.toLowerCase()}${route.path.replace(/[^A-Za-z0-9]+(.)?/g, (_, next?: string) => next?.toUpperCase() ?? "")}`,
      tags: [route.tag],
      summary: route.summary,
      description: route.description,
      security: route.auth === "required" ? [{ apiToken: [] }, { session: [] }] : [],
      parameters: [
        ...parameters(route.params, "path", components),
        ...parameters(route.query, "query", components),
        ...(route.method === "GET" || route.withoutIdempotencyKey ? [] : [idempotencyKey]),
      ],
      requestBody: route.body && {
        required: true,
        content: { "application/json": { schema: toSchema(route.body, "input", components) } },
      },
      responses: {
        [route.success.status]: {
          description: route.success.description,
          content: successContent(route, components),
        },
        default: {
          description: "What went wrong (RFC 9457)",
          content: { "application/problem+json": { schema: toSchema(problemSchema, "output", components) } },
        },
      },
    };
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation };
  }
  return {
    openapi: "3.1.0",
    info: { title: "ɳSelf Cloud API", version: "1", description: "Order, watch and manage your servers." },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        apiToken: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token" },
      },
    },
  };
}

const idempotencyKey: Json = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Send the same key with a repeated request and it takes effect once. What was done is answered again for 24 hours; a refused request may be tried again.",
  schema: { type: "string", maxLength: 255 },
};

function successContent(route: RouteDefinition, components: Json): Json | undefined {
  if (route.success.schema === null) return undefined;
  const type = route.raw ? "text/event-stream" : "application/json";
  return { [type]: { schema: toSchema(route.success.schema, "output", components) } };
}

function parameters(schema: z.ZodType | undefined, place: "path" | "query", components: Json): Json[] {
  if (!schema) return [];
  const object = toSchema(schema, "input", components) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || (object.required ?? []).includes(name),
    description: property.description,
    schema: property,
  }));
}

function toSchema(schema: z.ZodType, io: "input" | "output", components: Json): Json {
  const {
    $defs,
    $schema: _,
    ...json
  } = z.toJSONSchema(schema, { io, target: "draft-2020-12", unrepresentable: "any" }) as {
    $defs?: Record<string, Json>;
    $schema?: string;
  } & Json;
  for (const [name, definition] of Object.entries($defs ?? {}))
    components[name] = rewriteReferences(definition);
  const id = schema.meta()?.id;
  const rewritten = rewriteReferences(json);
  if (!id) return rewritten;
  // zod answers a bare reference where the schema stands in its own `$defs`: the definition above is the component then.
  if (!("$ref" in rewritten)) components[id] = rewritten;
  return { $ref: `#/components/schemas/${id}` };
}

function rewriteReferences<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as T;
}
