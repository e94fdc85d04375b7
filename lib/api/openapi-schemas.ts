import { z } from "zod";

export type Json = Record<string, unknown>;

/** A schema in JSON Schema 2020-12. What has a name (`meta({ id })`) goes to `components`, and a reference stands for it. */
export function jsonSchema(schema: z.ZodType, io: "input" | "output", components: Json): Json {
  const {
    $defs = {},
    $schema: _,
    ...json
  } = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    unrepresentable: "any",
    override: ({ jsonSchema }) => tidy(jsonSchema as Json, io),
  }) as { $defs?: Record<string, Json> } & Json;
  for (const [name, definition] of Object.entries($defs)) {
    const component = rewriteReferences(definition);
    const known = components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(component))
      throw new Error(`Two different schemas are named ${name}.`);
    components[name] = component;
  }
  return rewriteReferences(json);
}

/** Leaves out what a reader does not need, and what would forbid us to add a field to an answer. */
function tidy(schema: Json, io: "input" | "output"): void {
  if (io === "output" && schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema.format === "date-time") delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}

function rewriteReferences<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as T;
}
