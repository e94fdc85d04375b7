import { z } from "zod";
import { dispatchJob } from "@/inngest/dispatch-job";
import { wakeJob } from "@/inngest/wake-job";
import { authenticate } from "@/lib/api/authenticate";
import { defineRoute } from "@/lib/api/define-route";
import { idSchema } from "@/lib/ids";
import { cancelJob } from "@/lib/job/cancel-job";
import { getJob } from "@/lib/job/get-job";
import { jobLogSchema, jobViewSchema, provisionStatusSchema, retryJobSchema } from "@/lib/job/job-schemas";
import { retryJob } from "@/lib/job/retry-job";
import { streamJob } from "@/lib/job/stream-job";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import { answerTo } from "./answer-to";

const tag = "Jobs";
const jobParams = z.object({ id: idSchema("job") });
const jobAnswer = z.object({ job: jobViewSchema }).meta({ id: "JobAnswer" });

export const getJobRoute = defineRoute({
  method: "GET",
  path: "/api/v1/jobs/{id}",
  tag,
  summary: "A job with its steps",
  auth: "required",
  params: jobParams,
  etag: true,
  success: { status: 200, schema: jobViewSchema, description: "The job" },
  handler: ({ actor, params }) => getJob(jobKinds, actor, params.id),
});

export const getProvisionStatusRoute = defineRoute({
  method: "GET",
  path: "/api/provision/{job_id}",
  tag,
  summary: "Provisioning status to poll",
  description: "Send If-None-Match with the last ETag: nothing new answers 304.",
  auth: "required",
  params: z.object({ job_id: idSchema("job") }),
  etag: true,
  success: { status: 200, schema: provisionStatusSchema, description: "Where provisioning stands" },
  handler: async ({ actor, params }) => {
    const { id: jobId, ...job } = await getJob(jobKinds, actor, params.job_id);
    return { jobId, ...job };
  },
});

export const jobEventsRoute = defineRoute({
  method: "GET",
  path: "/api/v1/jobs/{id}/events",
  tag,
  summary: "A job's events as they happen",
  description:
    "Server-sent events: `job` (its state), `log` (a line, with an id), `end`. Resumes after Last-Event-ID, or after the line `after`.",
  auth: "required",
  params: jobParams,
  // A browser's new EventSource cannot send the header; when it does send it, having reconnected, it is the newer of the two.
  query: z.object({
    after: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  }),
  headers: z.object({
    "Last-Event-ID": z.string().optional().describe("the id of the last line that was received"),
  }),
  rateLimit: { capacity: 2000, perMinute: 2000 },
  success: {
    status: 200,
    schema: z.string(),
    description: "An event stream",
    events: { job: jobViewSchema, log: jobLogSchema, end: z.object({}) },
  },
  handler: async ({ actor, params, query, request }) => {
    await getJob(jobKinds, actor, params.id);
    const after = request.headers.get("last-event-id") ?? query.after ?? null;
    const requireReader = async () => getJob(jobKinds, await authenticate(request, null), params.id);
    return new Response(streamJob(jobKinds, params.id, after, requireReader), {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
      },
    });
  },
});

export const retryJobRoute = defineRoute({
  method: "POST",
  path: "/api/v1/jobs/{id}/retry",
  tag,
  summary: "Retry a failed job",
  description: "Goes on from the step that failed. A correction may change location, type or subdomain.",
  auth: "required",
  params: jobParams,
  body: retryJobSchema,
  errors: ["action_not_allowed", "job_live", "subdomain_taken"],
  success: { status: 202, schema: jobAnswer, description: "Queued again" },
  handler: async ({ actor, params, body }) => {
    const run = await retryJob(jobKinds, actor, params.id, body);
    const job = await getJob(jobKinds, answerTo(actor), params.id);
    await dispatchJob(job.kind, run);
    return { job };
  },
});

export const cancelJobRoute = defineRoute({
  method: "POST",
  path: "/api/v1/jobs/{id}/cancel",
  tag,
  summary: "Cancel a job",
  description:
    "Honoured between steps. A provisioning ends with a receipt of everything taken back; a restore can be cancelled until it switches.",
  auth: "required",
  params: jobParams,
  errors: ["action_not_allowed", "job_live", "conflict"],
  success: { status: 202, schema: jobAnswer, description: "Will be cancelled" },
  handler: async ({ actor, params }) => {
    const run = await cancelJob(jobKinds, actor, params.id);
    const job = await getJob(jobKinds, answerTo(actor), params.id);
    if (run) await dispatchJob(job.kind, run);
    else await wakeJob(params.id);
    return { job };
  },
});

export const jobRoutes = [
  getJobRoute,
  getProvisionStatusRoute,
  jobEventsRoute,
  retryJobRoute,
  cancelJobRoute,
];
