import { type Actor, actorId, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { now } from "@/lib/clock";
import { db, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { insertJob } from "@/lib/job/insert-job";
import { liveJobStatuses } from "@/lib/job/job-states";
import type { JobRun } from "@/lib/job/write-job";
import type { Backup } from "@/prisma/client/client";
import { verify } from "./jobs/verify";

/** Proves a backup to level 3 on request. Another team's backup is `not_found`. The caller dispatches the job. */
export async function requestVerification(actor: Actor, backupId: string): Promise<JobRun> {
  requirePermission(actor, "server:operate");
  const backup = await db().backup.findFirst({
    where: { id: backupId, teamId: actor.teamId, status: { not: "deleted" } },
  });
  if (!backup) throw new AppError("not_found", { public: "There is no such backup." });
  if (backup.kind === "snapshot") {
    throw new AppError("action_not_allowed", {
      public: "The provider's own backups cannot be verified from outside.",
      hint: "Verify an application backup.",
    });
  }
  if (backup.status !== "good") {
    throw new AppError("action_not_allowed", {
      public: `A backup that is ${backup.status} cannot be verified.`,
    });
  }
  return await db().$transaction(async (tx) => {
    const run = await insertVerification(tx, backup, actorId(actor));
    await writeAudit(tx, actor, {
      action: "backup.verification_requested",
      targetType: "backup",
      targetId: backup.id,
      serverId: backup.serverId,
    });
    return run;
  });
}

export async function insertVerification(
  tx: Tx,
  backup: Backup,
  createdById: string | null,
): Promise<JobRun> {
  await tx.$queryRaw`SELECT 1 FROM "Server" WHERE "id" = ${backup.serverId} FOR UPDATE`;
  const live = await tx.job.findFirst({
    where: { serverId: backup.serverId, kind: verify.name, status: { in: [...liveJobStatuses] } },
  });
  if (live)
    throw new AppError("backup_busy", { public: "A backup of this server is being verified already." });
  const { serverId, teamId } = backup;
  const job = await insertJob(tx, verify, { serverId, teamId, createdById });
  await tx.verification.create({
    data: {
      id: newId("verification"),
      backupId: backup.id,
      serverId,
      teamId,
      jobId: job.id,
      wanted: 3,
      startedAt: now(),
    },
  });
  return { jobId: job.id, epoch: job.epoch };
}
