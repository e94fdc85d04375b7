import { db } from "@/lib/db";
import { type JobKinds, kindOf, type QueuedJob } from "./job-kind";
import type { JobRun } from "./write-job";

/** What has to follow a job that ended well. Dispatch what is returned. */
export async function jobsAfter(kinds: JobKinds, run: JobRun): Promise<QueuedJob[]> {
  const job = await db().job.findUniqueOrThrow({ where: { id: run.jobId }, include: { server: true } });
  if (job.status !== "succeeded") return [];
  return (await kindOf(kinds, job.kind).follow?.(job)) ?? [];
}

/** What its steps have queued meanwhile; a kind without such work asks nothing. */
export async function childrenOf(kinds: JobKinds, kind: string, run: JobRun): Promise<QueuedJob[]> {
  return (await kindOf(kinds, kind).children?.(run.jobId)) ?? [];
}
