import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { routesOfPages } from "@/app/api/v1/_routes/all-routes";
import { buildOpenApi } from "@/lib/api/openapi";
import { apiTypes } from "./api-types";

test("the types that the pages call the API by are made from its routes as they are: else run `npm run make-api-types`", () => {
  expect(readFileSync("lib/api-types.ts", "utf8")).toBe(apiTypes(buildOpenApi(routesOfPages, "")));
});

test("what the types have no words for is refused, not left out", () => {
  const components = { schemas: { Odd: { type: "mystery" } } };
  expect(() => apiTypes({ paths: {}, components })).toThrow("mystery");
});
