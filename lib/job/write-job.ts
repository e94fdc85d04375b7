import { db, isDeadlock, type Tx } from "@/lib/db";
import { redactLine } from "@/lib/redact";
import { Prisma } from "@/prisma/client/client";

/** One dispatch of a job. A newer epoch makes this one a ghost that may write nothing. */
export interface JobRun {
  jobId: string;
  epoch: number;
}

/** Thrown to a run that is no longer the job's current one. */
export class SupersededRun extends Error {
  constructor(run: JobRun) {
    super(`run ${run.epoch} of ${run.jobId} was superseded`);
  }
}

export const jobChannel = "nself_job";

const deadlockTries = 5;

/** What every write does to its job's row: another version for those who compare, and a sign of life. */
const bumpJob = Prisma.sql`UPDATE "Job" SET "version" = "version" + 1, "heartbeatAt" = clock_timestamp()`;

/** What a write learns of the job whose row it holds. */
interface HeldJob {
  cancelRequestedAt: Date | null;
}

/**
 * Writes to a job in one transaction: its row is locked (so the order of log ids is the order of commits), the epoch is
 * checked, the version grows, and everybody who watches is notified at commit.
 */
export async function writeJob<T>(run: JobRun, write: (tx: Tx, job: HeldJob) => Promise<T>): Promise<T> {
  const inTransaction = async (tx: Tx) => {
    const [job] = await tx.$queryRaw<HeldJob[]>`
      WITH held AS (
        ${bumpJob}
        WHERE "id" = ${run.jobId} AND "epoch" = ${run.epoch} RETURNING "id", "cancelRequestedAt"
      ) SELECT "cancelRequestedAt", pg_notify(${jobChannel}, "id")::text FROM held`;
    if (!job) throw new SupersededRun(run);
    return await write(tx, job);
  };
  return await againAfterDeadlock(() =>
    db().$transaction(inTransaction, { maxWait: 10_000, timeout: 20_000 }),
  );
}

/** Log lines alone, in one statement: the same lock, check and notification as `writeJob`. */
export async function writeLogs(run: JobRun, stepKey: string | null, lines: string[]): Promise<void> {
  if (lines.length === 0) return;
  const messages = lines.map((line) => redactLine(line));
  const told = await againAfterDeadlock(
    () => db().$queryRaw<unknown[]>`
      WITH held AS (
        ${bumpJob}
        WHERE "id" = ${run.jobId} AND "epoch" = ${run.epoch} RETURNING "id"
      ), kept AS (
        INSERT INTO "JobLog" ("jobId", "stepKey", "message")
        SELECT held."id", ${stepKey}, lines.message
        FROM held, unnest(${messages}::text[]) WITH ORDINALITY AS lines(message, place) ORDER BY place
      ) SELECT pg_notify(${jobChannel}, "id")::text FROM held`,
  );
  if (told.length === 0) throw new SupersededRun(run);
}

/** Where two transactions took rows in another order and PostgreSQL ended this one, it is done again. */
async function againAfterDeadlock<T>(write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (!isDeadlock(error) || tries >= deadlockTries) throw error;
    }
  }
}

/** Heartbeat, version and notification of a job that a transaction has written to. */
export async function touchJob(tx: Tx, jobId: string): Promise<void> {
  await tx.$executeRaw`
    WITH touched AS (
      ${bumpJob} WHERE "id" = ${jobId} RETURNING "id"
    ) SELECT pg_notify(${jobChannel}, "id") FROM touched`;
}

/** Log lines of a step, made safe to store and show. */
export async function insertLogs(
  tx: Tx,
  jobId: string,
  stepKey: string | null,
  lines: string[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx.jobLog.createMany({ data: lines.map((line) => ({ jobId, stepKey, message: redactLine(line) })) });
}
