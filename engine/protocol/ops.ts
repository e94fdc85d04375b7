import { z } from "zod";

/** An error as the SDK serialises it. */
export const sdkError = z.looseObject({
  name: z.string().default("Error"),
  message: z.string().default(""),
  stack: z.string().optional(),
  cause: z.unknown().optional(),
});

/** One op of a 206 answer (protocol section 6); `id` is the sha1 of the user's step id. */
const stepOp = z.object({
  id: z.string().min(1).max(200),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  opts: z.record(z.string(), z.unknown()).nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});
export type StepOp = z.infer<typeof stepOp>;

export const stepOps = z.union([z.array(stepOp), stepOp.transform((op) => [op])]);

/** The body of `POST /v1/checkpoint/{runId}/async`. */
export const checkpointRequest = z.object({
  run_id: z.string(),
  qi_id: z.string(),
  generation_id: z.number().optional(),
  steps: z.array(stepOp),
});
export type CheckpointRequest = z.infer<typeof checkpointRequest>;
