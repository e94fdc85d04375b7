export interface FieldLine {
  name: string;
  type: string;
  required: boolean;
  description: string;
}

export interface OperationView {
  method: string;
  path: string;
  summary: string;
  description: string;
  authenticated: boolean;
  parameters: FieldLine[];
  body: FieldLine[];
  success: { status: string; description: string; fields: FieldLine[] };
}

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

interface Answer {
  description: string;
  content?: Record<string, { schema: Schema }>;
}

interface OpenApiOperation {
  tags: [string];
  summary: string;
  description?: string;
  security: unknown[];
  parameters: { name: string; in: string; required: boolean; description?: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, Answer>;
}

/** As much of an OpenAPI 3.1 document as the page shows; ours is made by `buildOpenApi`. */
interface OpenApiDocument {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, Schema> };
}

type Schemas = OpenApiDocument["components"]["schemas"];

/** The operations of an OpenAPI document, grouped by tag in the document's order, with fields one level deep. */
export function readOperations(
  source: Record<string, unknown>,
): { tag: string; operations: OperationView[] }[] {
  const document = source as unknown as OpenApiDocument;
  const groups = new Map<string, OperationView[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const [tag] = operation.tags;
      const view = viewOf(method.toUpperCase(), path, operation, document.components.schemas);
      groups.set(tag, [...(groups.get(tag) ?? []), view]);
    }
  }
  return [...groups].map(([tag, operations]) => ({ tag, operations }));
}

function viewOf(method: string, path: string, operation: OpenApiOperation, schemas: Schemas): OperationView {
  const [status = "", answer] =
    Object.entries(operation.responses).find(([code]) => code !== "default") ?? [];
  return {
    method,
    path,
    summary: operation.summary,
    description: operation.description ?? "",
    authenticated: operation.security.length > 0,
    parameters: operation.parameters.map((parameter) => ({
      name: parameter.name,
      type: `${typeOf(parameter.schema)} in ${parameter.in}`,
      required: parameter.required,
      description: parameter.description ?? "",
    })),
    body: fieldsOf(operation.requestBody?.content["application/json"]?.schema, schemas),
    success: {
      status,
      description: answer?.description ?? "",
      fields: fieldsOf(answer?.content?.["application/json"]?.schema, schemas),
    },
  };
}

function resolve(schema: Schema | undefined, schemas: Schemas): Schema | undefined {
  const name = /^#\/components\/schemas\/(.+)$/.exec(schema?.$ref ?? "")?.[1];
  return name ? schemas[name] : schema;
}

function fieldsOf(schema: Schema | undefined, schemas: Schemas): FieldLine[] {
  const resolved = resolve(schema, schemas);
  return Object.entries(resolved?.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeOf(property),
    required: (resolved?.required ?? []).includes(name),
    description: resolve(property, schemas)?.description ?? "",
  }));
}

function typeOf(schema: Schema | undefined): string {
  const name = /([^/]+)$/.exec(schema?.$ref ?? "")?.[1];
  if (name) return name;
  if (schema?.enum) return schema.enum.join(" | ");
  if (schema?.const !== undefined) return JSON.stringify(schema.const);
  const choices = schema?.anyOf ?? schema?.oneOf;
  if (choices) return choices.map(typeOf).join(" | ");
  if (schema?.type === "array") return `${typeOf(schema.items)}[]`;
  return schema?.format ?? schema?.type ?? "any";
}
