import { db } from "@/lib/db";
import type { QueuedJob } from "@/lib/job/job-kind";

/** Jobs of a drill's throw-away server that nobody has handed over yet. */
export async function childJobs(jobId: string): Promise<QueuedJob[]> {
  const drill = await db().drill.findUnique({ where: { jobId }, select: { drillServerId: true } });
  if (!drill?.drillServerId) return [];
  const jobs = await db().job.findMany({
    where: { serverId: drill.drillServerId, status: "queued", dispatchedAt: null },
    select: { id: true, kind: true, epoch: true },
  });
  return jobs.map(({ id, kind, epoch }) => ({ kind, run: { jobId: id, epoch } }));
}
