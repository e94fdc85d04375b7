import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

/** The vendor's own description of the API. It is not part of the repository. */
export const openapiFile = resolve("../shared/reference/hcloud.openapi.json");
export const hasOpenapiFile = existsSync(openapiFile);

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, { content?: unknown }> }>>;
}

/** For tests: says where an answer differs from what the vendor describes; an empty list when nowhere. */
export function openapiContract() {
  const document: Document = JSON.parse(readFileSync(openapiFile, "utf8"), spellNull);
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addFormat("decimal", /^-?\d+(\.\d+)?$/);
  ajv.addSchema(document, "hcloud");
  const compiled = new Map<string, ValidateFunction>();

  return (method: string, path: string, status: number, body: unknown): string[] => {
    const template = findTemplate(Object.keys(document.paths), path);
    const operation = template ? document.paths[template]?.[method.toLowerCase()] : undefined;
    if (!template || !operation) return [`${method} ${path} is not in the API`];
    const declared = [String(status), `${String(status)[0]}xx`].find((key) => operation.responses[key]);
    if (!declared) return [`${method} ${path} never answers ${status}`];
    if (!operation.responses[declared]?.content) return body === null ? [] : ["a body where none belongs"];
    const pointer = [
      "paths",
      template,
      method.toLowerCase(),
      "responses",
      declared,
      "content",
      "application/json",
      "schema",
    ]
      .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `hcloud#/${pointer}` });
    compiled.set(pointer, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

/** OpenAPI 3.0's `nullable` in the words of JSON Schema, which the validator knows only beside a `type`. */
function spellNull(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("nullable" in value) || value.nullable !== true)
    return value;
  const { nullable: _nullable, ...schema } = value;
  return { anyOf: [schema, { type: "null" }] };
}

/** The path of the document that fits; a literal segment wins over a parameter (`/servers/actions`). */
function findTemplate(templates: string[], path: string): string | undefined {
  const given = path.split("/");
  const fits = templates.filter((template) => {
    const wanted = template.split("/");
    return (
      wanted.length === given.length && wanted.every((part, at) => part.startsWith("{") || part === given[at])
    );
  });
  return fits.sort((a, b) => a.split("{").length - b.split("{").length)[0];
}
