import { now } from "@/lib/clock";
import { db, type Tx } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError, type ErrorCode, errorTable, toAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Job, JobStep, Prisma } from "@/prisma/client/client";
import { deadlineSeconds, type JobKind, type JobKinds, kindOf, type PerformedStep, stepOf } from "./job-kind";
import type { ServerWithPlugins, StepContext, StepOutcome } from "./step";
import { insertLogs, type JobRun, SupersededRun, writeJob, writeLogs } from "./write-job";

/** Transient failures of one step in one attempt of the job before the customer is asked. */
const maxTries = 6;

/**
 * Performs a step of a job once and tells how it went; all that happened is in the database when it returns. Safe to call
 * again at any time: a finished step answers "done" at once, one that was interrupted is performed again.
 * It throws only when our own database does not answer.
 */
export async function performStep(kinds: JobKinds, run: JobRun, key: string): Promise<StepOutcome> {
  try {
    const claim = await claimStep(kinds, run, key);
    if ("kind" in claim) return claim;
    return await performClaimed(kinds, run, key, claim);
  } catch (error) {
    if (error instanceof SupersededRun) return { kind: "stop", reason: "superseded" };
    throw error;
  }
}

interface Claim {
  jobKind: JobKind;
  job: Job;
  server: ServerWithPlugins;
  step: JobStep;
}

async function claimStep(kinds: JobKinds, run: JobRun, key: string): Promise<Claim | StepOutcome> {
  return await writeJob(run, async (tx) => {
    const job = await tx.job.findUniqueOrThrow({
      where: { id: run.jobId },
      include: { steps: { where: { key } }, server: { include: { plugins: { orderBy: { name: "asc" } } } } },
    });
    const { steps, server, ...jobRow } = job;
    const step = steps[0];
    if (!step) throw new AppError("internal", { internal: `job ${job.id} has no step ${key}` });
    if (step.status === "succeeded" || step.status === "skipped") return { kind: "done" };
    if (job.cancelRequestedAt) return { kind: "stop", reason: "cancelled" };
    if (job.status === "failed") return { kind: "stop", reason: "failed" };
    if (job.status !== "queued" && job.status !== "running") return { kind: "stop", reason: "ended" };
    if (job.status !== "running" || job.currentStep !== key) {
      await tx.job.update({
        where: { id: job.id },
        data: { status: "running", currentStep: key, startedAt: job.startedAt ?? now() },
      });
    }
    const jobKind = kindOf(kinds, jobRow.kind);
    if (step.status === "running") return { jobKind, job: jobRow, server, step };
    const started: Prisma.JobStepUpdateInput = {
      status: "running",
      startedAt: now(),
      deadlineAt: new Date(
        now().getTime() + deadlineSeconds(stepOf(jobKind, key), server.plugins.length) * 1000,
      ),
      finishedAt: null,
      attempt: step.attempt + 1,
      state: {},
      errorCode: null,
      errorMessage: null,
    };
    return {
      jobKind,
      job: jobRow,
      server,
      step: await tx.jobStep.update({ where: { id: step.id }, data: started }),
    };
  });
}

async function performClaimed(
  kinds: JobKinds,
  run: JobRun,
  key: string,
  { jobKind, job, server, step }: Claim,
): Promise<StepOutcome> {
  const context: StepContext = {
    run,
    job,
    server,
    step,
    write: (write) => writeJob(run, write),
    log: (...lines) => writeLogs(run, key, lines),
  };
  try {
    const result = await stepOf(jobKind, key).perform(context);
    if (result.kind === "done") return await completeStep(run, step, result.commit);
    if (pastDeadline(step)) {
      throw new AppError("deadline_exceeded", {
        public: `${result.note ?? "It was not ready"}, and the time for this step is over.`,
      });
    }
    if (result.note) await logOnce(context, result.note);
    return { kind: "wait", seconds: result.seconds };
  } catch (error) {
    if (error instanceof SupersededRun) throw error;
    return await recordFailure(kinds, run, stepOf(jobKind, key), step, toAppError(error));
  }
}

/** A cancellation that came while the step worked goes first: what the step made is taken back with the rest. */
async function completeStep(
  run: JobRun,
  step: JobStep,
  commit?: (tx: Tx) => Promise<void>,
): Promise<StepOutcome> {
  return await writeJob(run, async (tx, job): Promise<StepOutcome> => {
    if (job.cancelRequestedAt) return { kind: "stop", reason: "cancelled" };
    await commit?.(tx);
    await tx.jobStep.update({ where: { id: step.id }, data: { status: "succeeded", finishedAt: now() } });
    return { kind: "done" };
  });
}

function pastDeadline(step: JobStep): boolean {
  return step.deadlineAt !== null && step.deadlineAt <= now();
}

/** A waiting step says the same thing at every look; the log says it once. */
async function logOnce({ run, step, log: write }: StepContext, note: string): Promise<void> {
  const last = await db().jobLog.findFirst({
    where: { jobId: run.jobId, stepKey: step?.key ?? null },
    orderBy: { id: "desc" },
    select: { message: true },
  });
  if (last?.message !== note) await write(note);
}

async function recordFailure(
  kinds: JobKinds,
  run: JobRun,
  { warning }: PerformedStep,
  step: JobStep,
  error: AppError,
): Promise<StepOutcome> {
  const { key } = step;
  log.warn({ jobId: run.jobId, step: key, code: error.code, err: error.cause ?? undefined }, error.message);
  const { state } = await db().jobStep.findUniqueOrThrow({ where: { id: step.id }, select: { state: true } });
  const tries = (state as { tries?: number }).tries ?? 0;
  const late = pastDeadline(step);
  // A provider that asks for patience gets it until the step's time is over; that is no failed try.
  const counted = error.code === "provider_throttled" ? 0 : 1;
  if (error.class === "transient" && tries + counted < maxTries && !late) {
    const seconds = retryDelaySeconds(tries, error);
    await writeJob(run, async (tx) => {
      await tx.jobStep.update({
        where: { id: step.id },
        data: { state: { ...(state as object), tries: tries + counted } },
      });
      await insertLogs(tx, run.jobId, key, [`${error.publicMessage}. Trying again in ${seconds} s.`]);
    });
    return { kind: "wait", seconds };
  }
  if (warning) return await goOnWithWarning(run, step, error, warning(error));
  await failStep(
    kinds,
    run,
    key,
    late && error.class === "transient" ? "deadline_exceeded" : error.code,
    error,
  );
  return { kind: "stop", reason: "failed" };
}

/** 1, 2, 4, 8, 16 s (RETRY_PAUSE_MS doubled) with up to a quarter more, or what the other side asked for, at most 5 minutes. */
function retryDelaySeconds(tries: number, error: AppError): number {
  const backoff = ((env().RETRY_PAUSE_MS * 2 ** tries) / 1000) * (1 + Math.random() / 4);
  return Math.ceil(Math.min(300, Math.max(backoff, error.retryAfterSeconds ?? 0)));
}

/** Step, job and server fail together; the customer reads the public words only. */
export async function failStep(
  kinds: JobKinds,
  run: JobRun,
  key: string | null,
  code: ErrorCode,
  error: AppError,
): Promise<void> {
  await writeJob(run, async (tx) => {
    const data = {
      status: "failed",
      finishedAt: now(),
      errorCode: code,
      errorMessage: error.publicMessage,
    } as const;
    await tx.jobStep.updateMany({
      where: { jobId: run.jobId, status: "running", ...(key ? { key } : {}) },
      data,
    });
    await insertLogs(tx, run.jobId, key, [error.publicMessage, ...(error.hint ? [error.hint] : [])]);
    const job = await tx.job.update({
      where: { id: run.jobId },
      data: {
        status: "failed",
        ...(key ? { currentStep: key } : {}),
        finishedAt: now(),
        errorCode: code,
        errorClass: errorTable[code].class,
        errorMessage: error.publicMessage,
        errorHint: error.hint ?? null,
      },
    });
    await kindOf(kinds, job.kind).fail?.(tx, job, error.publicMessage);
    if (code === "host_key_changed")
      await tx.server.update({ where: { id: job.serverId }, data: { status: "quarantined" } });
  });
}

/** What the step was for is there without it: that it failed is a note, not a failure of the work. */
async function goOnWithWarning(
  run: JobRun,
  step: JobStep,
  error: AppError,
  warning: string,
): Promise<StepOutcome> {
  await writeJob(run, async (tx) => {
    const data = {
      status: "failed",
      finishedAt: now(),
      errorCode: error.code,
      errorMessage: error.publicMessage,
    } as const;
    await tx.jobStep.update({ where: { id: step.id }, data });
    await tx.job.update({
      where: { id: run.jobId },
      data: { warning },
    });
    await insertLogs(tx, run.jobId, step.key, [error.publicMessage]);
  });
  return { kind: "done" };
}
