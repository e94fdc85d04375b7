import { db, type Tx } from "@/lib/db";
import type { Backup, WalRun as WalRunRow } from "@/prisma/client/client";
import type { BaseFact, WalRun } from "./catalogue-facts";
import { readDeletedWal, withoutDeleted } from "./deleted-wal";

/** A server's catalogue in the terms of the rules: what can be restored, and what may go, follows from it alone. */
export async function readCatalogue(
  serverId: string,
  tx: Tx = db(),
): Promise<{ bases: BaseFact[]; runs: WalRun[] }> {
  const [backups, runs, deleted] = await Promise.all([
    tx.backup.findMany({ where: { serverId, kind: "application", status: { not: "deleted" } } }),
    tx.walRun.findMany({ where: { serverId } }),
    readDeletedWal(serverId, tx),
  ]);
  return {
    bases: backups.map(baseFact),
    runs: runs.flatMap((run) => withoutDeleted(walRun(run), deleted)),
  };
}

function baseFact(backup: Backup): BaseFact {
  return {
    id: backup.id,
    status: backup.status,
    timeline: backup.timeline ?? 1,
    startSegment: backup.startSegment ?? "",
    stopSegment: backup.stopSegment ?? "",
    startedAt: backup.startedAt,
    consistentAt: backup.consistentAt ?? backup.startedAt,
    level: Math.min(3, backup.level) as BaseFact["level"],
    lockedUntil: backup.lockedUntil,
    trigger: backup.trigger,
  };
}

function walRun(row: WalRunRow): WalRun {
  return {
    timeline: row.timeline,
    firstSegment: row.firstSegment,
    lastSegment: row.lastSegment,
    coveredFrom: row.coveredFrom,
    coveredUntil: row.coveredUntil,
    parent:
      row.parentTimeline !== null && row.parentForkSegment !== null
        ? { timeline: row.parentTimeline, forkSegment: row.parentForkSegment, forkAt: row.forkAt }
        : null,
  };
}
