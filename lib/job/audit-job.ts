import type { Actor } from "@/lib/access/actor";
import { type AuditEntry, writeAudit } from "@/lib/audit/write-audit";
import type { Tx } from "@/lib/db";
import type { Job } from "@/prisma/client/client";

/** What somebody did with a job, in the activity of its server. */
export async function auditJob(
  tx: Tx,
  actor: Actor,
  action: "job.cancelled" | "job.retried",
  job: Job,
  details?: AuditEntry["details"],
): Promise<void> {
  await writeAudit(tx, actor, {
    action,
    targetType: "job",
    targetId: job.id,
    serverId: job.serverId,
    ...(details ? { details } : {}),
  });
}
