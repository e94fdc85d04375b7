import { z } from "zod";
import { type CommandError, envelopeSchema } from "@/cli/contract/envelope";

export type Envelope<T> =
  | { kind: "data"; data: T }
  | { kind: "error"; error: CommandError }
  | { kind: "malformed"; why: string };

const anyEnvelope = envelopeSchema(z.unknown());

/** What a command printed, taken apart: its data by `schema`, its error, or why it is neither. */
export function parseEnvelope<S extends z.ZodType>(schema: S, value: unknown): Envelope<z.infer<S>> {
  const envelope = anyEnvelope.safeParse(value);
  if (!envelope.success) return { kind: "malformed", why: z.prettifyError(envelope.error) };
  if (!envelope.data.ok) return { kind: "error", error: envelope.data.error };
  const data = schema.safeParse(envelope.data.data);
  return data.success
    ? { kind: "data", data: data.data }
    : { kind: "malformed", why: z.prettifyError(data.error) };
}
