import { db } from "@/lib/db";
import { notesOf } from "@/lib/drill/drill-plan";
import { noteDrill } from "@/lib/drill/note-drill";
import { insertJob } from "@/lib/job/insert-job";
import { liveJobStatuses } from "@/lib/job/job-states";
import type { StepContext, StepResult } from "@/lib/job/step";

/** Deletes the throw-away server with everything that belongs to it, however far it had come. */
export async function tearingDown({ job, log }: StepContext): Promise<StepResult> {
  const drill = await db().drill.findUniqueOrThrow({ where: { jobId: job.id } });
  const child = drill.drillServerId
    ? await db().server.findUnique({ where: { id: drill.drillServerId } })
    : null;
  if (!child || child.status === "deleted") {
    return { kind: "done", commit: (tx) => noteDrill(tx, drill.id, () => ({ tornDown: true })) };
  }
  if (!notesOf(drill).deletionJobId) {
    const live = await db().job.findFirst({
      where: { serverId: child.id, status: { in: [...liveJobStatuses] } },
    });
    if (live)
      return { kind: "wait", seconds: 2, note: `Waiting for ${live.kind} on ${child.subdomain} to end` };
    await db().$transaction(async (tx) => {
      const deletion = await insertJob(tx, {
        serverId: child.id,
        teamId: child.teamId,
        kind: "deprovision",
        createdById: null,
      });
      await tx.server.update({ where: { id: child.id }, data: { status: "deleting" } });
      await noteDrill(tx, drill.id, () => ({ deletionJobId: deletion.id }));
    });
    await log(`Deleting ${child.subdomain}`);
  }
  return { kind: "wait", seconds: 2, note: `${child.subdomain} is being deleted` };
}
