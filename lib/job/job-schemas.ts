import { z } from "zod";

const isoTime = z.iso.datetime({ offset: true });

export const jobStatusSchema = z.enum([
  "queued",
  "running",
  "cancelling",
  "succeeded",
  "failed",
  "cancelled",
]);
export type JobStatus = z.infer<typeof jobStatusSchema>;
export const stepStatusSchema = z.enum(["pending", "running", "succeeded", "failed", "skipped"]);
export type StepStatus = z.infer<typeof stepStatusSchema>;

export const errorClassSchema = z.enum([
  "transient",
  "capacity",
  "quota",
  "auth",
  "conflict",
  "input",
  "remote",
  "unknown",
]);

/** A name of `lib/job-kinds`, which the API's document lists. */
export const jobKindSchema = z.string().meta({ id: "JobKind" });

/** What the customer can press. Every failed job has at least one. */
export const remedyActionSchema = z.enum([
  "retry",
  "retry_elsewhere",
  "retry_other_subdomain",
  "delete",
  "contact_support",
]);
export type RemedyAction = z.infer<typeof remedyActionSchema>;

export const jobErrorSchema = z
  .object({
    code: z.string(),
    class: errorClassSchema,
    message: z.string(),
    remedy: z.string().describe("what to do, in a sentence"),
    actions: z.array(remedyActionSchema).min(1).describe("in the order to offer them"),
  })
  .meta({ id: "JobError" });
export type JobError = z.infer<typeof jobErrorSchema>;

export const stepViewSchema = z
  .object({
    key: z.string(),
    title: z.string(),
    status: stepStatusSchema,
    startedAt: isoTime.nullable(),
    finishedAt: isoTime.nullable(),
    attempt: z.number().int(),
    expectedSeconds: z.number(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  })
  .meta({ id: "JobStep" });
export type StepView = z.infer<typeof stepViewSchema>;

export const receiptItemSchema = z.object({
  kind: z.string(),
  name: z.string(),
  outcome: z.enum(["deleted", "not_found", "kept"]),
  detail: z.string().nullable(),
});
export type ReceiptItem = z.infer<typeof receiptItemSchema>;

/** What the seed asks of a job; each of the two views below puts the job's own id before it. */
const progressSchema = z.object({
  serverId: z.string(),
  status: jobStatusSchema,
  currentStep: z.string().nullable(),
  steps: z.array(stepViewSchema),
  error: jobErrorSchema.optional(),
  url: z.string().optional().describe("the server's https address, once it is ready"),
  etaSeconds: z.number().int().optional().describe("expected time left while it is under way"),
});

/** `GET /api/provision/{job_id}`, shape of the seed: the only place that names a job's own id `jobId`. */
export const provisionStatusSchema = z
  .object({ jobId: z.string(), ...progressSchema.shape })
  .meta({ id: "ProvisionStatus" });

/** `GET /api/v1/jobs/{id}`: the same and what the dashboard needs besides. */
export const jobViewSchema = z
  .object({
    id: z.string(),
    ...progressSchema.shape,
    kind: jobKindSchema,
    title: z.string().describe("what it is called while it runs"),
    attempt: z.number().int(),
    createdAt: isoTime,
    startedAt: isoTime.nullable(),
    finishedAt: isoTime.nullable(),
    cancelRequested: z.boolean(),
    warning: z.string().nullable().describe("the job succeeded, but this should be known"),
    receipt: z.array(receiptItemSchema).nullable(),
  })
  .meta({ id: "Job" });
export type JobView = z.infer<typeof jobViewSchema>;

export const jobLogSchema = z
  .object({
    id: z.string().describe("grows within a job; what Last-Event-ID carries"),
    stepKey: z.string().nullable(),
    message: z.string(),
    createdAt: isoTime,
  })
  .meta({ id: "JobLog" });
export type JobLogView = z.infer<typeof jobLogSchema>;

export const retryJobSchema = z
  .object({
    location: z.string().min(1).max(40).optional(),
    serverType: z.string().min(1).max(40).optional(),
    subdomain: z.string().min(1).max(63).optional(),
  })
  .meta({ id: "RetryJob" });
export type RetryJob = z.infer<typeof retryJobSchema>;
