import { createHash } from "node:crypto";
import { Environment } from "@marcbachmann/cel-js";

type Compiled = (context: Record<string, unknown>) => unknown;
const environment = new Environment({ homogeneousAggregateLiterals: false })
  .registerVariable("event", "dyn")
  .registerVariable("async", "dyn");
const compiled = new Map<string, Compiled>();
const converted = new WeakMap<object, unknown>();

/** What an expression sees: `event` is the run's trigger, `async` the event that just came in. */
export interface CelContext {
  event: object;
  async?: object;
}

/** Whether a CEL condition holds. A missing field, a type error or a broken expression is "no", as in the real server. */
export function celMatches(expression: string | undefined, context: CelContext): boolean {
  if (!expression) return true;
  return evaluate(expression, context) === true;
}

/** The integer value of an expression, or null. */
export function celInteger(expression: string, context: CelContext): number | null {
  const value = evaluate(expression, context);
  return typeof value === "bigint" || typeof value === "number" ? Math.trunc(Number(value)) : null;
}

/** A short stable text for the value of a key expression; `""` when there is no expression. */
export function celKey(expression: string | undefined, context: CelContext): string {
  if (!expression) return "";
  const value = evaluate(expression, context);
  const text = JSON.stringify(value ?? null, (_, item) => (typeof item === "bigint" ? Number(item) : item));
  return createHash("sha1").update(text).digest("hex");
}

/** Why an expression cannot be used, or null when it parses. */
export function celProblem(expression: string): string | null {
  try {
    compile(expression);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function compile(expression: string): Compiled {
  let program = compiled.get(expression);
  if (!program) {
    program = environment.parse(expression) as Compiled;
    // Wait conditions can be built from data, so the cache must not grow with them.
    if (compiled.size > 5000) compiled.clear();
    compiled.set(expression, program);
  }
  return program;
}

function evaluate(expression: string, context: CelContext): unknown {
  try {
    return compile(expression)({ event: celValue(context.event), async: celValue(context.async ?? {}) });
  } catch {
    return undefined;
  }
}

/** JSON has one number type, CEL two that do not mix: whole numbers become CEL ints, so that `event.data.n * 2` works. */
function celValue(value: unknown): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (!value || typeof value !== "object") return value;
  const known = converted.get(value);
  if (known) return known;
  const result = Array.isArray(value)
    ? value.map(celValue)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, celValue(item)]));
  converted.set(value, result);
  return result;
}
