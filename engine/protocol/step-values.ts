import { canonicalJson } from "./canonical";
import { sdkError } from "./ops";

/** Memoised values as they go into `steps` of a call (protocol section 5), in canonical JSON. */
export const nullValue = "null";

export function dataValue(data: unknown): string {
  return `{"data":${canonicalJson(data ?? null)}}`;
}

export function errorValue(error: unknown): string {
  return canonicalJson({ error: plainError(error) });
}

/** `{ name, message, stack?, cause? }` of whatever an app answered as its error. */
function plainError(error: unknown): Record<string, unknown> {
  const parsed = sdkError.safeParse(error);
  if (!parsed.success) {
    return { name: "Error", message: typeof error === "string" ? error : JSON.stringify(error ?? null) };
  }
  const { name, message, stack, cause } = parsed.data;
  return { name, message, ...(stack ? { stack } : {}), ...(cause === undefined ? {} : { cause }) };
}

/** The error form of failed runs and failed invocations: as above plus `error: "name: message"`. */
export function runError(error: unknown): Record<string, unknown> {
  const plain = plainError(error);
  return { error: `${plain.name}: ${plain.message}`, stack: "", ...plain };
}
