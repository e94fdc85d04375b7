import type { z } from "zod";
import { type Actor, may, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { now } from "@/lib/clock";
import { db, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { loadServer } from "@/lib/server/load-server";
import type { Server } from "@/prisma/client/client";
import type { BackupPolicy, changeBackupPolicySchema } from "./backup-schemas";
import { scheduleProblem } from "./schedule-problem";

export function policyOf(server: Server): BackupPolicy {
  return {
    schedule: server.backupSchedule,
    retentionDays: server.backupRetentionDays,
    verifySchedule: server.verifySchedule,
    drillEveryDays: server.drillEveryDays,
    maintenanceStartHour: server.maintenanceStartHour,
  };
}

/**
 * Changes when backups are made and how long they are kept. Throws `invalid_request` with the field's name for a schedule
 * that cannot be read or comes too rarely, and `forbidden` for a shorter retention without the permission to delete.
 */
export async function changePolicy(
  actor: Actor,
  serverId: string,
  change: z.output<typeof changeBackupPolicySchema>,
): Promise<BackupPolicy> {
  requirePermission(actor, "server:operate");
  await loadServer(actor, serverId);
  for (const field of ["schedule", "verifySchedule"] as const) {
    const line = change[field];
    if (line !== undefined) requireSchedule(field, line);
  }
  const { retentionDays } = change;
  return await db().$transaction(async (tx) => {
    if (retentionDays !== undefined) await requireMayShorten(tx, actor, serverId, retentionDays);
    const server = await tx.server.update({
      where: { id: serverId },
      data: {
        backupSchedule: change.schedule,
        backupRetentionDays: retentionDays,
        verifySchedule: change.verifySchedule,
        drillEveryDays: change.drillEveryDays,
        maintenanceStartHour: change.maintenanceStartHour,
      },
    });
    await writeAudit(tx, actor, {
      action: "backup.policy_changed",
      targetType: "server",
      targetId: serverId,
      serverId,
      details: { ...change },
    });
    return policyOf(server);
  });
}

/** Fewer days let retention delete backups at its next run, so they need what deleting the server needs. */
async function requireMayShorten(tx: Tx, actor: Actor, serverId: string, days: number): Promise<void> {
  if (may(actor, "server:delete")) return;
  // Locked: another change may lengthen it meanwhile, and this one would then shorten it.
  const [kept] = await tx.$queryRaw<{ days: number }[]>`
    SELECT "backupRetentionDays" AS "days" FROM "Server" WHERE "id" = ${serverId} FOR UPDATE`;
  if (!kept || days >= kept.days) return;
  throw new AppError("forbidden", {
    public: `Backups are kept for ${kept.days} days. Fewer delete the older ones, which needs the permission server:delete.`,
    hint: "Ask an owner or admin of the team.",
  });
}

function requireSchedule(field: "schedule" | "verifySchedule", line: string): void {
  const message = scheduleProblem(field, line, now());
  if (message) throw new AppError("invalid_request", { public: message, fields: { [field]: message } });
}
