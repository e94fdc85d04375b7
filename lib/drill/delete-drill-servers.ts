import { db, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { insertJob } from "@/lib/job/insert-job";
import { liveJobStatuses } from "@/lib/job/job-states";
import type { JobRun } from "@/lib/job/write-job";
import { deprovisionPlan } from "@/lib/server/jobs/deprovision-plan";
import type { Server } from "@/prisma/client/client";

/**
 * Deletes throw-away servers that outlived their drill: it failed before it came to that, or the deletion did. Nobody sees
 * them in a list, and each is a billed copy of a customer's data. Dispatch what is returned.
 */
export async function deleteLeftDrillServers(): Promise<JobRun[]> {
  const servers = await db().server.findMany({
    where: {
      drillId: { not: null },
      status: { not: "deleted" },
      jobs: { none: { status: { in: [...liveJobStatuses] } } },
    },
  });
  const running = await db().drill.findMany({
    where: { id: { in: servers.map(({ drillId }) => drillId ?? "") }, status: "running" },
    select: { id: true },
  });
  const needed = new Set(running.map(({ id }) => id));
  const runs: JobRun[] = [];
  for (const server of servers.filter(({ drillId }) => !needed.has(drillId ?? ""))) {
    const run = await db()
      .$transaction((tx) => insertDeletion(tx, server))
      .catch((error: unknown) => {
        if (error instanceof AppError) return null; // another job came first; the next hour looks again
        throw error;
      });
    if (run) runs.push(run);
  }
  return runs;
}

export async function insertDeletion(tx: Tx, server: Server): Promise<JobRun> {
  const { id: serverId, teamId } = server;
  const job = await insertJob(tx, deprovisionPlan, { serverId, teamId, createdById: null });
  await tx.server.update({ where: { id: serverId }, data: { status: "deleting" } });
  return { jobId: job.id, epoch: job.epoch };
}
