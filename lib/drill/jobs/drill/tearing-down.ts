import { db } from "@/lib/db";
import { insertDeletion } from "@/lib/drill/delete-drill-servers";
import { noteDrill } from "@/lib/drill/note-drill";
import { liveJobStatuses } from "@/lib/job/job-states";
import type { StepContext, StepResult } from "@/lib/job/step";
import { deprovisionPlan } from "@/lib/server/jobs/deprovision-plan";

/** Deletes the throw-away server with everything that belongs to it, however far it had come. */
export async function tearingDown({ job, log }: StepContext): Promise<StepResult> {
  const drill = await db().drill.findUniqueOrThrow({ where: { jobId: job.id } });
  const child = drill.drillServerId
    ? await db().server.findUnique({ where: { id: drill.drillServerId } })
    : null;
  if (!child || child.status === "deleted") {
    return { kind: "done", commit: (tx) => noteDrill(tx, drill.id, () => ({ tornDown: true })) };
  }
  const live = await db().job.findFirst({
    where: { serverId: child.id, status: { in: [...liveJobStatuses] } },
  });
  if (live && live.kind !== deprovisionPlan.name)
    return { kind: "wait", seconds: 2, note: `Waiting for ${live.kind} on ${child.subdomain} to end` };
  if (!live) {
    // Also after a deletion that failed: what it left is tried again until it is gone, or the time is over.
    await db().$transaction((tx) => insertDeletion(tx, child));
    await log(`Deleting ${child.subdomain}`);
  }
  return { kind: "wait", seconds: 2, note: `${child.subdomain} is being deleted` };
}
