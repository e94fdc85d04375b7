/** The types of `lib/api-types.ts`, written from the OpenAPI document. As much of JSON Schema as our schemas use; the rest throws. */
interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
}
interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: Schema;
}
interface Operation {
  parameters: Parameter[];
  requestBody?: { required: boolean; content: { "application/json": { schema: Schema } } };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const head = `// Made by \`npm run make-api-types\` from the OpenAPI document; a test says when it is stale.
`;

export function apiTypes(source: Record<string, unknown>): string {
  const { paths, components } = source as unknown as Document;
  const schemas = Object.entries(components.schemas).map(([name, schema]) => `${name}: ${typeOf(schema)};\n`);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) =>
        `"${method.toUpperCase()} ${path}": {\nrequest: ${requestOf(operation)};\nanswer: ${answerOf(operation)};\n};\n`,
    ),
  );
  return indented(`${head}
/** The named schemas of the API. */
export interface Schemas {
${schemas.join("")}}

/** What each operation takes and answers, by its method and path. */
export interface Operations {
${operations.join("")}}
`);
}

/** As deep as its braces are. */
function indented(text: string): string {
  let depth = 0;
  const lines = text.split("\n").map((line) => {
    const at = line.startsWith("}") ? depth - 1 : depth;
    if (!/^\s*\/[*/]/.test(line)) depth += line.split("{").length - line.split("}").length;
    return "  ".repeat(at) + line.trim();
  });
  return lines.map((line) => line.trimEnd()).join("\n");
}

function requestOf({ parameters, requestBody }: Operation): string {
  const path = parameters.filter((one) => one.in === "path");
  const query = parameters.filter((one) => one.in === "query");
  const needed = query.some(({ required }) => required);
  const parts = [
    path.length > 0 && `params: ${fields(path)}`,
    query.length > 0 && `query${needed ? "" : "?"}: ${fields(query)}`,
    requestBody &&
      `body${requestBody.required ? "" : "?"}: ${typeOf(requestBody.content["application/json"].schema)}`,
  ].filter((part) => part !== false && part !== undefined);
  return parts.length > 0 ? `{ ${parts.join("; ")} }` : "object";
}

const fields = (parameters: Parameter[]) =>
  `{ ${parameters.map(({ name, required, schema }) => `${keyOf(name)}${required ? "" : "?"}: ${typeOf(schema)}`).join("; ")} }`;

function answerOf({ responses }: Operation): string {
  const success = Object.entries(responses).find(([status]) => status.startsWith("2"))?.[1];
  const json = success?.content?.["application/json"];
  if (json) return typeOf(json.schema);
  return success?.content ? "never" : "undefined";
}

function typeOf(schema: Schema): string {
  const name = /^#\/components\/schemas\/(.+)$/.exec(schema.$ref ?? "")?.[1];
  if (name) return `Schemas["${name}"]`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeOf).join(" | ");
  if (schema.allOf) return schema.allOf.map((part) => `(${typeOf(part)})`).join(" & ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(" | ");
  switch (schema.type) {
    case "array":
      if (schema.prefixItems) return `[${schema.prefixItems.map(typeOf).join(", ")}]`;
      return `${grouped(schema.items ?? {})}[]`;
    case "object":
      return objectOf(schema);
    case "integer":
      return "number";
    case "string":
    case "number":
    case "boolean":
    case "null":
      return schema.type;
    case undefined:
      return "unknown";
    default:
      throw new Error(`There is no type for ${JSON.stringify(schema)}.`);
  }
}

function objectOf({ properties, required = [], additionalProperties }: Schema): string {
  if (typeof additionalProperties === "object") return `Record<string, ${typeOf(additionalProperties)}>`;
  const lines = Object.entries(properties ?? {}).map(
    ([name, property]) =>
      `${comment(property)}${keyOf(name)}${required.includes(name) ? "" : "?"}: ${typeOf(property)}`,
  );
  return lines.length > 0 ? `{\n${lines.join(";\n")};\n}` : "Record<string, never>";
}

/** As an element of an array. */
function grouped(schema: Schema): string {
  const type = typeOf(schema);
  return schema.enum || schema.anyOf || schema.oneOf || schema.allOf ? `(${type})` : type;
}

const keyOf = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));
const comment = ({ description }: Schema) =>
  description ? `/** ${description.replaceAll("*/", "* /")} */\n` : "";
