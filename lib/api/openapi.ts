import type { z } from "zod";
import { type RouteDefinition, takesIdempotencyKey } from "./define-route";
import { problemAnswers } from "./openapi-errors";
import { type Json, jsonSchema } from "./openapi-schemas";

/**
 * The OpenAPI 3.1 document of the given routes; named schemas (`meta({ id })`) become components. `enums` tells the values of
 * components that only the whole product knows.
 */
export function buildOpenApi(
  routes: readonly RouteDefinition[],
  serverUrl: string,
  enums: Record<string, readonly string[]> = {},
): Json {
  const components: Record<string, Json> = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationOf(route, components),
    };
  }
  for (const [name, values] of Object.entries(enums)) {
    if (!components[name]) throw new Error(`There is no schema named ${name}.`);
    components[name] = { ...components[name], enum: values };
  }
  const secure = serverUrl.startsWith("https://") ? "__Secure-" : "";
  return {
    openapi: "3.1.0",
    info: {
      title: "ɳSelf Cloud API",
      version: "1",
      description:
        "Order, watch and manage your servers. Fields may be added to answers. A person who is in several teams names one by X-Team-Id.",
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        apiToken: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: `${secure}next-auth.session-token` },
      },
    },
  };
}

function operationOf(route: RouteDefinition, components: Json): Json {
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^A-Za-z0-9]+(.)?/g, (_, next?: string) => next?.toUpperCase() ?? "")}`,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description ? { description: route.description } : {}),
    security: route.auth === "required" ? [{ apiToken: [] }, { session: [] }] : [],
    parameters: [
      ...parameters(route.params, "path", components),
      ...parameters(route.query, "query", components),
      ...parameters(route.headers, "header", components),
      ...(takesIdempotencyKey(route) ? [idempotencyKey] : []),
      ...(route.etag ? [ifNoneMatch] : []),
    ],
    ...(route.body ? { requestBody: requestBody(route.body, components) } : {}),
    responses: {
      [route.success.status]: success(route, components),
      ...(route.etag ? { 304: { description: "Nothing new since that ETag" } } : {}),
      ...problemAnswers(route, components),
    },
  };
}

const idempotencyKey: Json = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Send the same key with a repeated request and it takes effect once. What was done is answered again for 24 hours; a refused request may be tried again.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

const ifNoneMatch: Json = {
  name: "If-None-Match",
  in: "header",
  required: false,
  description: "The ETag of an earlier answer",
  schema: { type: "string" },
};

/** No body reads as `{}`, so one without a required field may be left out. */
function requestBody(body: z.ZodType, components: Json): Json {
  return {
    required: !body.safeParse({}).success,
    content: { "application/json": { schema: jsonSchema(body, "input", components) } },
  };
}

function success({ success, etag }: RouteDefinition, components: Json): Json {
  const { schema, description, events, file } = success;
  if (schema === null) return { description };
  const headers = {
    ...(etag ? { ETag: { schema: { type: "string" } } } : {}),
    ...(file ? { "Content-Disposition": { schema: { type: "string" }, description: "Names the file" } } : {}),
  };
  return {
    description,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: events
      ? { "text/event-stream": eventStream(schema, events, components) }
      : { "application/json": { schema: jsonSchema(schema, "output", components) } },
  };
}

/** OpenAPI 3.1 has no words for a stream's events: each event's data stands in an extension. */
function eventStream(schema: z.ZodType, events: Record<string, z.ZodType>, components: Json): Json {
  const data = Object.entries(events).map(([name, event]) => [name, jsonSchema(event, "output", components)]);
  return { schema: jsonSchema(schema, "output", components), "x-events": Object.fromEntries(data) };
}

function parameters(
  schema: z.ZodType | undefined,
  place: "path" | "query" | "header",
  components: Json,
): Json[] {
  if (!schema) return [];
  const object = jsonSchema(schema, "input", components) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || (object.required ?? []).includes(name),
    ...(property.description ? { description: property.description } : {}),
    schema: property,
  }));
}
