import { db, isDeadlock, type Tx } from "@/lib/db";
import { redactLine } from "@/lib/redact";

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

/**
 * Writes to a job in one transaction: its row is locked (so the order of log ids is the order of commits), the epoch is
 * checked, the version grows, and everybody who watches is notified at commit. Where two transactions took rows in another
 * order and PostgreSQL ended this one, it is done again.
 */
export async function writeJob<T>(run: JobRun, write: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await writeOnce(run, write);
    } catch (error) {
      if (!isDeadlock(error) || tries >= deadlockTries) throw error;
    }
  }
}

async function writeOnce<T>(run: JobRun, write: (tx: Tx) => Promise<T>): Promise<T> {
  return await db().$transaction(
    async (tx) => {
      const [row] = await tx.$queryRaw<{ epoch: number }[]>`
        SELECT "epoch" FROM "Job" WHERE "id" = ${run.jobId} FOR UPDATE`;
      if (row?.epoch !== run.epoch) throw new SupersededRun(run);
      const result = await write(tx);
      await touchJob(tx, run.jobId);
      return result;
    },
    { maxWait: 10_000, timeout: 20_000 },
  );
}

/** Heartbeat, version and notification of a job that a transaction has written to. */
export async function touchJob(tx: Tx, jobId: string): Promise<void> {
  await tx.$executeRaw`
    WITH touched AS (
      UPDATE "Job" SET "version" = "version" + 1, "heartbeatAt" = clock_timestamp() WHERE "id" = ${jobId} RETURNING "id"
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
