import type { Actor } from "@/lib/access/actor";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { auditJob } from "@/lib/job/audit-job";
import type { JobRow } from "@/lib/job/job-view";
import { insertLogs, touchJob } from "@/lib/job/write-job";

/** Until its switch a restore has changed nothing that serves; from then on there is Undo. */
export async function cancelRestore(actor: Actor, job: JobRow): Promise<null> {
  return await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Job" WHERE "id" = ${job.id} FOR UPDATE`;
    const switching = await tx.jobStep.findFirst({
      where: { jobId: job.id, key: "switching", status: { not: "pending" } },
    });
    if (switching) {
      throw new AppError("action_not_allowed", {
        public: "The restored data is in place already.",
        hint: "Undo the restore when it has ended.",
      });
    }
    await tx.job.update({ where: { id: job.id }, data: { cancelRequestedAt: now() } });
    await insertLogs(tx, job.id, null, ["Cancelling: the server keeps its data"]);
    await auditJob(tx, actor, "job.cancelled", job);
    await touchJob(tx, job.id);
    return null;
  });
}
