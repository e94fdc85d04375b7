import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import type { QueuedJob } from "./job-kind";
import type { JobRun } from "./write-job";

/**
 * Shuts this run out and answers the one that goes on in its place; null when it is not the job's current one (any more).
 * Whoever dies between this and the dispatch leaves a job without a heartbeat, which the reconciler takes over.
 */
export async function handOver({ jobId, epoch }: JobRun): Promise<QueuedJob | null> {
  const claimed = await db().job.updateManyAndReturn({
    where: { id: jobId, epoch },
    data: { epoch: epoch + 1, dispatchedAt: null, heartbeatAt: now() },
    select: { kind: true },
  });
  return claimed[0] ? { kind: claimed[0].kind, run: { jobId, epoch: epoch + 1 } } : null;
}
