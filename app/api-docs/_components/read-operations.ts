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

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is read as the JSON it is
type Json = any;

/** The operations of an OpenAPI document, grouped by tag in the document's order, with fields one level deep. */
export function readOperations(document: Json): { tag: string; operations: OperationView[] }[] {
  const schemas: Record<string, Json> = document.components.schemas;
  const groups = new Map<string, OperationView[]>();
  for (const [path, methods] of Object.entries<Json>(document.paths)) {
    for (const [method, operation] of Object.entries<Json>(methods)) {
      const [status, answer] = Object.entries<Json>(operation.responses).find(
        ([code]) => code !== "default",
      ) ?? ["", {}];
      const tag: string = operation.tags[0];
      groups.set(tag, [
        ...(groups.get(tag) ?? []),
        {
          method: method.toUpperCase(),
          path,
          summary: operation.summary,
          description: operation.description ?? "",
          authenticated: operation.security.length > 0,
          parameters: operation.parameters.map((parameter: Json) => ({
            name: parameter.name,
            type: `${typeOf(parameter.schema, schemas)} in ${parameter.in}`,
            required: parameter.required,
            description: parameter.description ?? "",
          })),
          body: fieldsOf(operation.requestBody?.content["application/json"].schema, schemas),
          success: {
            status,
            description: answer.description,
            fields: fieldsOf(answer.content?.["application/json"]?.schema, schemas),
          },
        },
      ]);
    }
  }
  return [...groups].map(([tag, operations]) => ({ tag, operations }));
}

function resolve(schema: Json, schemas: Record<string, Json>): Json {
  const name = /^#\/components\/schemas\/(.+)$/.exec(schema?.$ref ?? "")?.[1];
  return name ? schemas[name] : schema;
}

function fieldsOf(schema: Json, schemas: Record<string, Json>): FieldLine[] {
  const resolved = resolve(schema, schemas);
  return Object.entries<Json>(resolved?.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeOf(property, schemas),
    required: (resolved.required ?? []).includes(name),
    description: resolve(property, schemas)?.description ?? "",
  }));
}

function typeOf(schema: Json, schemas: Record<string, Json>): string {
  const name = /([^/]+)$/.exec(schema?.$ref ?? "")?.[1];
  if (name) return name;
  if (schema?.enum) return schema.enum.join(" | ");
  if (schema?.const !== undefined) return JSON.stringify(schema.const);
  const choices = schema?.anyOf ?? schema?.oneOf;
  if (choices) return choices.map((one: Json) => typeOf(one, schemas)).join(" | ");
  if (schema?.type === "array") return `${typeOf(schema.items, schemas)}[]`;
  return schema?.format ?? schema?.type ?? "any";
}
