import { z } from "zod";

/**
 * Every `nself … --json` prints exactly one of these on stdout; logs go to stderr.
 * Exit codes: 0 ok, 1 failed, 2 usage, 3 try later.
 */
export const commandErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
});
export type CommandError = z.infer<typeof commandErrorSchema>;

export const exitCodes = { ok: 0, failed: 1, usage: 2, tryLater: 3 } as const;

export function envelopeSchema<T extends z.ZodType>(data: T) {
  return z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), data }),
    z.object({ ok: z.literal(false), error: commandErrorSchema }),
  ]);
}
