import { z } from "zod";

const concurrency = z.object({
  limit: z.number().int().nonnegative(),
  key: z.string().optional(),
  scope: z.enum(["fn", "env", "account"]).optional(),
});
const windowed = z.object({
  limit: z.number().int().positive(),
  period: z.string(),
  key: z.string().optional(),
});

/** One function as the SDK registers it (protocol section 4). Unknown keys are ignored. */
export const functionConfig = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z
    .array(
      z.object({
        event: z.string().optional(),
        expression: z.string().optional(),
        cron: z.string().optional(),
      }),
    )
    .default([]),
  steps: z.record(
    z.string(),
    z.object({
      runtime: z.object({ url: z.url() }),
      retries: z.object({ attempts: z.number().int().min(0).max(20) }).optional(),
    }),
  ),
  cancel: z
    .array(z.object({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }))
    .optional(),
  batchEvents: z
    .object({
      maxSize: z.number().int().positive(),
      timeout: z.string(),
      key: z.string().optional(),
      if: z.string().optional(),
    })
    .optional(),
  debounce: z
    .object({ key: z.string().optional(), period: z.string(), timeout: z.string().optional() })
    .optional(),
  throttle: windowed.extend({ burst: z.number().int().nonnegative().optional() }).optional(),
  rateLimit: windowed.optional(),
  concurrency: z.union([z.number(), concurrency, z.array(concurrency)]).optional(),
  priority: z.object({ run: z.string().optional() }).optional(),
  idempotency: z.string().optional(),
  singleton: z.object({ mode: z.enum(["skip", "cancel"]), key: z.string().optional() }).optional(),
  timeouts: z.object({ start: z.string().optional(), finish: z.string().optional() }).optional(),
});
export type FunctionConfig = z.infer<typeof functionConfig>;

/** The body of `POST /fn/register`. */
export const registerRequest = z.object({
  url: z.url(),
  appName: z.string().min(1),
  framework: z.string().optional(),
  sdk: z.string().optional(),
  appVersion: z.string().optional(),
  functions: z.array(functionConfig),
});
export type RegisterRequest = z.infer<typeof registerRequest>;

/** `max_attempts` as the SDK wants it: the user's retries (4 unless told) plus the first try. */
export function maxAttempts(config: FunctionConfig): number {
  return (config.steps.step?.retries?.attempts ?? 4) + 1;
}
