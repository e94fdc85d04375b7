import type { z } from "zod";
import { type Actor, actorId, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { now } from "@/lib/clock";
import { db, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { insertJob } from "@/lib/job/insert-job";
import { liveJobStatuses } from "@/lib/job/job-states";
import type { JobRun } from "@/lib/job/write-job";
import { loadServer } from "@/lib/server/load-server";
import type { Server } from "@/prisma/client/client";
import type { BackupTrigger } from "@/prisma/client/enums";
import type { createBackupSchema } from "./backup-schemas";
import { backup } from "./jobs/backup";

/** A backup on request. Throws `backup_busy` while another one is being made. The caller dispatches the job. */
export async function requestBackup(
  actor: Actor,
  serverId: string,
  order: z.output<typeof createBackupSchema>,
): Promise<JobRun> {
  requirePermission(actor, "server:operate");
  const server = await loadServer(actor, serverId);
  return await db().$transaction(async (tx) => {
    const run = await insertBackup(
      tx,
      server,
      { trigger: "manual", label: order.label ?? null },
      actorId(actor),
    );
    await writeAudit(tx, actor, {
      action: "backup.requested",
      targetType: "server",
      targetId: serverId,
      serverId,
      details: { label: order.label ?? null },
    });
    return run;
  });
}

/** The row and the job of a backup, in the caller's transaction. */
export async function insertBackup(
  tx: Tx,
  server: Server,
  order: { trigger: BackupTrigger; label: string | null },
  createdById: string | null,
): Promise<JobRun> {
  if (!server.readyAt || server.deletedAt || !["running", "failed"].includes(server.status)) {
    throw new AppError("action_not_allowed", {
      public: `A server that is ${server.status} cannot be backed up.`,
      hint: "Wait until it is ready.",
    });
  }
  // Two that ask at once take turns at the server's row.
  await tx.$queryRaw`SELECT 1 FROM "Server" WHERE "id" = ${server.id} FOR UPDATE`;
  const live = await tx.job.findFirst({
    where: { serverId: server.id, kind: backup.name, status: { in: [...liveJobStatuses] } },
  });
  if (live) {
    throw new AppError("backup_busy", {
      public: "A backup is being made already.",
      hint: "Wait for it to end.",
    });
  }
  const job = await insertJob(tx, backup, {
    serverId: server.id,
    teamId: server.teamId,
    createdById,
  });
  await tx.backup.create({
    data: {
      id: newId("backup"),
      serverId: server.id,
      teamId: server.teamId,
      kind: "application",
      startedAt: now(),
      jobId: job.id,
      ...order,
    },
  });
  return { jobId: job.id, epoch: job.epoch };
}
