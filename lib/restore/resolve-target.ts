import { readCatalogue } from "@/lib/backup/catalogue";
import { planRestore } from "@/lib/backup/plan-restore";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Backup } from "@/prisma/client/client";
import type { RestoreTarget } from "./restore-schemas";

export interface ResolvedTarget {
  backup: Backup;
  /** False: the backup as it was when it ended. */
  exact: boolean;
  at: Date;
  timeline: number;
}

export interface RefusedTarget {
  at: Date;
  reason: string;
  nearest: { before: Date | null; after: Date | null };
}

/**
 * Where a restore starts and how far it goes, from the catalogue as it is now: what was offered a minute ago is looked at
 * again. A time is named to the second or finer, always with its zone. A backup that is not the team's is `not_found`.
 */
export async function resolveTarget(
  serverId: string,
  target: RestoreTarget,
): Promise<ResolvedTarget | RefusedTarget> {
  if ("backupId" in target) return await resolveBackup(serverId, target.backupId);
  const at = new Date(target.at);
  const catalogue = await readCatalogue(serverId);
  const plan = planRestore({ target: at, ...catalogue, now: now() });
  if (plan.kind === "refused") return { at, reason: reasons[plan.reason], nearest: plan.nearest };
  const backup = await db().backup.findUniqueOrThrow({ where: { id: plan.baseId } });
  // A backup's own end is reached without a single commit after it, which a target time would need.
  const exact = at.getTime() !== backup.consistentAt?.getTime();
  return { backup, exact, at, timeline: plan.timeline };
}

const reasons = {
  future: "This time is yet to come.",
  before_first: "This is before the first backup.",
  gap: "The write-ahead log of this time is not off-site.",
  nothing: "There is no backup yet.",
} as const;

async function resolveBackup(serverId: string, backupId: string): Promise<ResolvedTarget | RefusedTarget> {
  const backup = await db().backup.findFirst({
    where: { serverId, kind: "application", OR: [{ id: backupId }, { name: backupId }] },
  });
  if (!backup || backup.status === "deleted")
    throw new AppError("not_found", { public: "There is no such backup." });
  const at = backup.consistentAt ?? backup.startedAt;
  if (backup.status !== "good") {
    return { at, reason: `This backup is ${backup.status}.`, nearest: { before: null, after: null } };
  }
  return { backup, exact: false, at, timeline: backup.timeline ?? 1 };
}

export function refusal(refused: RefusedTarget): AppError {
  const near = [refused.nearest.before, refused.nearest.after].filter((time) => time !== null);
  return new AppError("target_unreachable", {
    public: refused.reason,
    hint:
      near.length > 0
        ? `The nearest that can be restored: ${near.map((time) => time.toISOString()).join(" or ")}.`
        : undefined,
    fields: { target: refused.reason },
  });
}
