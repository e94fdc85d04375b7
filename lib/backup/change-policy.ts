import { Cron } from "croner";
import type { z } from "zod";
import { writeAudit } from "@/lib/audit/write-audit";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { loadServer } from "@/lib/server/load-server";
import { type Actor, requirePermission } from "@/lib/team/actor";
import type { Server } from "@/prisma/client/client";
import type { BackupPolicy, changeBackupPolicySchema } from "./backup-schemas";

export function policyOf(server: Server): BackupPolicy {
  return {
    schedule: server.backupSchedule,
    retentionDays: server.backupRetentionDays,
    verifySchedule: server.verifySchedule,
    drillEveryDays: server.drillEveryDays,
    maintenanceStartHour: server.maintenanceStartHour,
  };
}

/** Changes when and how long backups are kept. A schedule that cannot be read is refused with the field's name. */
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
  return await db().$transaction(async (tx) => {
    const server = await tx.server.update({
      where: { id: serverId },
      data: {
        backupSchedule: change.schedule,
        backupRetentionDays: change.retentionDays,
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

/** Five cron fields that come at least once a week: anything rarer would alarm for ever. */
function requireSchedule(field: string, line: string): void {
  const message = scheduleProblem(line);
  if (message) throw new AppError("invalid_request", { public: message, fields: { [field]: message } });
}

function scheduleProblem(line: string): string | null {
  try {
    const [first, second] = new Cron(line, { timezone: "UTC", paused: true, mode: "5-part" }).nextRuns(
      2,
      now(),
    );
    if (!first || !second) return "This schedule never comes.";
    return second.getTime() - first.getTime() > 8 * 86_400_000 ? "At least once a week, please." : null;
  } catch {
    return "Give five cron fields, such as 0 2 * * *.";
  }
}
