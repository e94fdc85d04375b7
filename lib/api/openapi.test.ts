import { expect, test } from "vitest";
import { allRoutes } from "@/app/api/v1/_routes/all-routes";
import { buildOpenApi } from "./openapi";

type Json = Record<string, unknown>;

const document = buildOpenApi(allRoutes, "https://example.test");
const { schemas } = document.components as { schemas: Record<string, Json> };

test("every named schema is a definition and never only a reference", () => {
  const references = Object.entries(schemas).filter(([, schema]) => "$ref" in schema);
  expect(Object.keys(schemas).length).toBeGreaterThan(30);
  expect(references).toEqual([]);
});

test("every reference of the document leads to a schema in it", () => {
  const named = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
  expect(named.length).toBeGreaterThan(0);
  const missing = named.filter((target) => !schemas[target?.replace("#/components/schemas/", "") ?? ""]);
  expect(missing).toEqual([]);
});

test("the order of a server is described with its fields", () => {
  const order = schemas.CreateServer as { properties: Json; required: string[] };
  expect(Object.keys(order.properties)).toEqual(["name", "subdomain", "location", "serverType", "plugins"]);
  expect(order.required).toEqual(["name", "subdomain", "location", "serverType"]);
});
