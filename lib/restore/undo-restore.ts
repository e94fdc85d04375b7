import { type Actor, actorId, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { insertJob } from "@/lib/job/insert-job";
import type { JobRun } from "@/lib/job/write-job";
import { undoRestoreKind } from "./jobs/undo-restore";
import { undoable } from "./restore-view";

/** Puts the data from before a restore back, while it is kept. The restored data is kept aside in its turn. */
export async function undoRestore(
  actor: Actor,
  restoreId: string,
  { confirm, reason }: { confirm: string; reason?: string | undefined },
): Promise<JobRun> {
  requirePermission(actor, "server:restore");
  const restore = await db().restore.findFirst({
    where: { id: restoreId, teamId: actor.teamId },
    include: { server: true },
  });
  if (!restore) throw new AppError("not_found", { public: "There is no such restore." });
  if (confirm !== restore.server.name) {
    const message = "Type the server's name exactly as it is.";
    throw new AppError("invalid_request", { public: message, fields: { confirm: message } });
  }
  const newer = await db().restore.findFirst({
    where: {
      serverId: restore.serverId,
      newServerId: null,
      switchedAt: { gt: restore.switchedAt ?? new Date(0) },
      undoneAt: null,
    },
  });
  if (restore.newServerId || !undoable(restore) || newer) {
    throw new AppError("action_not_allowed", {
      public: newer
        ? "A later restore has to be undone first."
        : "The data from before this restore is not kept any more.",
    });
  }
  return await db().$transaction(async (tx) => {
    const { serverId, teamId } = restore;
    const job = await insertJob(tx, undoRestoreKind, { serverId, teamId, createdById: actorId(actor) });
    await tx.restore.update({ where: { id: restore.id }, data: { undoJobId: job.id } });
    await writeAudit(tx, actor, {
      action: "server.restore_undone",
      targetType: "server",
      targetId: serverId,
      serverId,
      details: { restoreId, reason: reason ?? null },
    });
    return { jobId: job.id, epoch: job.epoch };
  });
}
