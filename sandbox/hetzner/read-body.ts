import type { z } from "zod";
import { HetznerError, invalidInput } from "./errors";
import { checkLabels } from "./labels";

/** Hetzner refuses longer user_data (API reference, "Create a Server"). */
export const userDataLimitBytes = 32 * 1024;

/**
 * A request's JSON through its schema. An empty body reads as `{}`: actions without parameters are posted so.
 * @throws HetznerError `json_error`, or `invalid_input` naming every wrong field, labels included.
 */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await request.text();
  let value: unknown;
  try {
    value = text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    throw new HetznerError("json_error", "unable to parse JSON body");
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidInput(toFields(parsed.error.issues));
  const wrong = checkLabels(labelsOf(parsed.data));
  if (wrong.length > 0) throw invalidInput(wrong);
  return parsed.data;
}

function labelsOf(value: unknown): Record<string, string> {
  const labels = typeof value === "object" && value !== null && "labels" in value ? value.labels : null;
  return (labels ?? {}) as Record<string, string>;
}

function toFields(issues: readonly z.core.$ZodIssue[]) {
  const fields = new Map<string, string[]>();
  for (const { path, message } of issues) {
    const name = path.join(".") || "body";
    fields.set(name, [...(fields.get(name) ?? []), message]);
  }
  return [...fields].map(([name, messages]) => ({ name, messages }));
}
