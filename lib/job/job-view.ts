import { now } from "@/lib/clock";
import { type ErrorCode, errorTable } from "@/lib/errors";
import type { Job, JobStep, Server } from "@/prisma/client/client";
import { expectedSeconds } from "./expected-seconds";
import { type JobKind, type JobKinds, kindOf, stepOf } from "./job-kind";
import { jobError } from "./job-remedies";
import type { JobView, ReceiptItem, StepView } from "./job-schemas";
import { jobIsLive } from "./job-states";

export type JobRow = Job & { steps: JobStep[]; server: Server & { _count: { plugins: number } } };

type ViewedStep = Pick<
  JobStep,
  "key" | "status" | "startedAt" | "finishedAt" | "attempt" | "errorCode" | "errorMessage"
>;
/** What of a job's row a view shows. */
export type ViewedJob = Omit<JobRow, "steps" | "server" | UnseenColumn> & {
  steps: ViewedStep[];
  server: Pick<Server, "status" | "domain" | "httpsPort"> & { _count: { plugins: number } };
};
type UnseenColumn =
  | "teamId"
  | "exclusive"
  | "input"
  | "epoch"
  | "errorClass"
  | "createdById"
  | "dispatchedAt"
  | "heartbeatAt"
  | "version";

/** What to load for a view. */
export const jobRowInclude = {
  steps: { orderBy: { position: "asc" } },
  server: { include: { _count: { select: { plugins: true } } } },
} as const;

/** A job as its team sees it. */
export async function jobView(kinds: JobKinds, job: ViewedJob): Promise<JobView> {
  const kind = kindOf(kinds, job.kind);
  const steps = await Promise.all(job.steps.map((step) => stepView(kind, job, step)));
  const url = kind.url?.(job);
  const live = jobIsLive(job.status);
  return {
    id: job.id,
    serverId: job.serverId,
    status: job.status,
    currentStep: job.currentStep,
    steps,
    ...(job.status === "failed" ? { error: errorOf(kind, job) } : {}),
    ...(url ? { url } : {}),
    ...(live && job.status !== "cancelling" ? { etaSeconds: secondsLeft(kind, job.steps, steps) } : {}),
    kind: job.kind,
    title: kind.title,
    attempt: job.attempt,
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    cancelRequested: job.cancelRequestedAt !== null,
    warning: job.warning,
    receipt: job.receipt as ReceiptItem[] | null,
  };
}

async function stepView(kind: JobKind, job: ViewedJob, step: ViewedStep): Promise<StepView> {
  const plan = stepOf(kind, step.key);
  return {
    key: step.key,
    title: plan.title,
    status: step.status,
    startedAt: step.startedAt?.toISOString() ?? null,
    finishedAt: step.finishedAt?.toISOString() ?? null,
    attempt: step.attempt,
    expectedSeconds: await expectedSeconds(step.key, plan, job.server._count.plugins),
    ...(step.errorCode ? { error: { code: step.errorCode, message: step.errorMessage ?? "" } } : {}),
  };
}

function errorOf(kind: JobKind, job: ViewedJob) {
  const code = job.errorCode && job.errorCode in errorTable ? (job.errorCode as ErrorCode) : "internal";
  return jobError(kind, {
    code,
    class: errorTable[code].class,
    message: job.errorMessage ?? errorTable[code].title,
    hint: job.errorHint,
  });
}

/** What goes on beside other steps adds nothing. A step that takes longer than expected counts one more second. */
function secondsLeft(kind: JobKind, rows: ViewedStep[], views: StepView[]): number {
  let total = 0;
  for (const [index, view] of views.entries()) {
    if (stepOf(kind, view.key).beside || view.status === "succeeded" || view.status === "skipped") continue;
    const startedAt = rows[index]?.startedAt;
    const elapsed =
      view.status === "running" && startedAt ? (now().getTime() - startedAt.getTime()) / 1000 : 0;
    total += Math.max(1, view.expectedSeconds - elapsed);
  }
  return Math.round(total);
}
