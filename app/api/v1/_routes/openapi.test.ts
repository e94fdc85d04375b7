import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { z } from "zod";
import { readOperations } from "@/app/api-docs/_components/read-operations";
import { defineRoute, type RouteDefinition } from "@/lib/api/define-route";
import { buildOpenApi } from "@/lib/api/openapi";
import { allRoutes } from "./all-routes";

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { required: boolean; content: Record<string, { schema: object }> };
  responses: Record<
    string,
    { description: string; headers?: object; content?: Record<string, { schema: object }> }
  >;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { $ref?: string; enum?: string[]; properties?: object }> };
}
const document = buildOpenApi(allRoutes, "https://cloud.example.com");
const { paths, components } = document as unknown as Document;
const operation = (method: string, path: string): Operation => {
  const found = paths[path]?.[method];
  if (!found) throw new Error(`${method} ${path} is not in the document`);
  return found;
};
const operations = () => Object.values(paths).flatMap((methods) => Object.values(methods));

test("the document is OpenAPI 3.1 as its own schema says", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
});

test("every component is a schema of JSON Schema 2020-12 that is not only a reference, and every reference leads to one", () => {
  const ajv = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true });
  addFormats(ajv);
  ajv.addVocabulary(["components"]);
  ajv.addSchema({ $id: "https://cloud.example.com/openapi.json", components });
  expect(Object.keys(components.schemas).length).toBeGreaterThan(20);
  for (const [name, schema] of Object.entries(components.schemas)) {
    expect([name, schema.$ref]).toEqual([name, undefined]);
    expect(() =>
      ajv.compile({ $ref: `https://cloud.example.com/openapi.json#/components/schemas/${name}` }),
    ).not.toThrow();
  }
  const known = Object.keys(components.schemas).map((name) => `#/components/schemas/${name}`);
  const references = [...JSON.stringify(paths).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]);
  expect(references.filter((reference) => !known.includes(reference ?? ""))).toEqual([]);
});

test("each route is one operation, named once, with its body, its parameters and what it may refuse with", () => {
  expect(new Set(operations().map(({ operationId }) => operationId)).size).toBe(allRoutes.length);
  for (const route of allRoutes) {
    const { parameters, requestBody, responses } = operation(route.method.toLowerCase(), route.path);
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    expect(parameters.filter((one) => one.in === "path").map((one) => one.name)).toEqual(inPath);
    expect(requestBody !== undefined).toBe(route.body !== undefined);
    expect(Object.keys(responses)).toEqual(
      expect.arrayContaining([String(route.success.status), "429", "500", "default"]),
    );
  }
});

test("the order of a server has its body, its answer and its errors", () => {
  const { requestBody, responses } = operation("post", "/api/v1/servers");
  expect(requestBody).toEqual({
    required: true,
    content: { "application/json": { schema: { $ref: "#/components/schemas/CreateServer" } } },
  });
  expect(Object.keys(components.schemas.CreateServer?.properties ?? {})).toEqual([
    "name",
    "subdomain",
    "location",
    "serverType",
    "plugins",
  ]);
  expect(responses[202]?.content?.["application/json"]?.schema).toEqual({
    $ref: "#/components/schemas/ServerAndJob",
  });
  expect(responses[409]?.description).toContain("subdomain_taken");
  const shown = readOperations(document)
    .flatMap((group) => group.operations)
    .find(({ method, path }) => method === "POST" && path === "/api/v1/servers");
  expect(shown?.body.map(({ name, required }) => [name, required])).toEqual([
    ["name", true],
    ["subdomain", true],
    ["location", true],
    ["serverType", true],
    ["plugins", false],
  ]);
});

test("what is no plain JSON answer is described as it is: the event stream, the file, the status to poll", () => {
  const stream = operation("get", "/api/v1/jobs/{id}/events");
  expect(stream.responses[200]?.content).toEqual({
    "text/event-stream": {
      schema: { type: "string" },
      "x-events": {
        job: { $ref: "#/components/schemas/Job" },
        log: { $ref: "#/components/schemas/JobLog" },
        end: { type: "object", properties: {} },
      },
    },
  });
  expect(stream.parameters.map(({ name, in: place }) => [name, place])).toEqual([
    ["id", "path"],
    ["after", "query"],
    ["Last-Event-ID", "header"],
  ]);
  const file = operation("get", "/api/v1/drills/{id}/report").responses[200];
  expect(Object.keys(file?.headers ?? {})).toEqual(["Content-Disposition"]);
  expect(file?.content?.["application/json"]?.schema).toEqual({ $ref: "#/components/schemas/DrillReport" });
  const polled = operation("get", "/api/provision/{job_id}");
  expect(polled.parameters.map(({ name }) => name)).toEqual(["job_id", "If-None-Match"]);
  expect(polled.responses[200]?.content?.["application/json"]?.schema).toEqual({
    $ref: "#/components/schemas/ProvisionStatus",
  });
  expect(polled.responses[304]?.content).toBeUndefined();
});

test("a job is named by its id everywhere but in the status to poll, which is the seed's", () => {
  expect(Object.keys(components.schemas.Job?.properties ?? {})[0]).toBe("id");
  expect(components.schemas.Job?.properties).not.toHaveProperty("jobId");
  expect(Object.keys(components.schemas.ProvisionStatus?.properties ?? {})[0]).toBe("jobId");
});

test("every creation answers the thing and then its job, with 202", () => {
  const creations = {
    "/api/v1/servers": "server",
    "/api/v1/servers/{id}/backups": "backup",
    "/api/v1/backups/{id}/verifications": "verification",
    "/api/v1/servers/{id}/restores": "restore",
    "/api/v1/restores/{id}/undo": "restore",
    "/api/v1/servers/{id}/drills": "drill",
  };
  for (const [path, noun] of Object.entries(creations)) {
    const answer = operation("post", path).responses[202]?.content?.["application/json"]?.schema;
    const name = (answer as { $ref: string }).$ref.replace("#/components/schemas/", "");
    expect([path, Object.keys(components.schemas[name]?.properties ?? {})]).toEqual([path, [noun, "job"]]);
  }
});

test("the values of a component can be told from outside, and only of one that there is", () => {
  const kinds = ["backup", "restore"];
  const filled = buildOpenApi(allRoutes, "http://localhost", { JobKind: kinds }) as unknown as Document;
  expect(filled.components.schemas.JobKind?.enum).toEqual(kinds);
  expect(() => buildOpenApi(allRoutes, "http://localhost", { Nothing: kinds })).toThrow("Nothing");
});

test("two schemas of one name are refused when the document is made", () => {
  const route = (path: string, schema: z.ZodType) =>
    defineRoute({
      method: "GET",
      path,
      tag: "Test",
      summary: "Test",
      auth: "none",
      success: { status: 200, schema, description: "Test" },
      handler: () => Promise.reject(new Error("not called")),
    }) as unknown as RouteDefinition;
  const routes = [
    route("/a", z.object({ a: z.string() }).meta({ id: "TestThing" })),
    route("/b", z.object({ thing: z.object({ b: z.string() }).meta({ id: "TestThing" }) })),
  ];
  expect(() => buildOpenApi(routes, "http://localhost")).toThrow("TestThing");
});
