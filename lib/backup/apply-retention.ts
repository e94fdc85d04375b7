import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { liveJobStatuses } from "@/lib/job/job-states";
import { deleteObjects } from "@/lib/storage/delete-objects";
import { storeOf } from "@/lib/storage/store-of";
import type { Server } from "@/prisma/client/client";
import { readCatalogue } from "./catalogue";
import { backupPrefix } from "./open-backup-place";
import { planRetention } from "./plan-retention";
import { nextSegment } from "./wal-segment";

const walHours = 72;

/**
 * Deletes what nothing needs any more, by the catalogue's ids alone, and first in the catalogue: what is no longer promised
 * may go, never the other way round. Not while a restore or a proof of this server reads. Safe to run again.
 */
export async function applyRetention(serverId: string): Promise<{ backups: number; walRuns: number }> {
  const server = await db().server.findUniqueOrThrow({ where: { id: serverId } });
  if (!server.backupStoreId || (await isBeingRead(serverId))) return { backups: 0, walRuns: 0 };
  const plan = planRetention({
    now: now(),
    ...(await readCatalogue(serverId)),
    retentionDays: server.backupRetentionDays,
    walHours,
  });
  for (const backupId of plan.deleteBases) await deleteBackup(server, backupId);
  for (const range of plan.deleteWal) await deleteWal(server, range);
  return { backups: plan.deleteBases.length, walRuns: plan.deleteWal.length };
}

const hourMs = 3_600_000;

/** Also for a while after a switch: until its first log is off-site, nothing tells what the new timeline stands on. */
async function isBeingRead(serverId: string): Promise<boolean> {
  const ago = (hours: number) => new Date(now().getTime() - hours * hourMs);
  const [jobs, restores] = await Promise.all([
    db().job.count({
      where: {
        serverId,
        kind: { in: ["restore", "verify", "drill", "rollback"] },
        status: { in: [...liveJobStatuses] },
      },
    }),
    db().restore.count({
      where: {
        serverId,
        OR: [
          { finishedAt: null, createdAt: { gt: ago(24) } },
          { switchedAt: { gt: ago(1) } },
          { undoneAt: { gt: ago(1) } },
        ],
      },
    }),
  ]);
  return jobs + restores > 0;
}

async function deleteBackup(server: Server, backupId: string): Promise<void> {
  const backup = await db().backup.update({
    where: { id: backupId },
    data: { status: "deleted", deletedAt: now() },
  });
  if (backup.name && backup.storeId) {
    await deleteObjects(storeOf(backup.storeId), `${backupPrefix(server.id)}backups/${backup.name}/`);
  }
}

async function deleteWal(
  server: Server,
  range: { timeline: number; fromSegment: string; untilSegment: string },
): Promise<void> {
  const { timeline, fromSegment, untilSegment } = range;
  const runs = await db().walRun.findMany({ where: { serverId: server.id, timeline } });
  for (const run of runs) {
    if (run.availableFrom < fromSegment || run.availableFrom > untilSegment) continue;
    if (run.lastSegment <= untilSegment) {
      await db().walRun.delete({
        where: { serverId_firstSegment: { serverId: server.id, firstSegment: run.firstSegment } },
      });
    } else {
      await db().walRun.update({
        where: { serverId_firstSegment: { serverId: server.id, firstSegment: run.firstSegment } },
        data: { availableFrom: nextSegment(untilSegment) },
      });
    }
  }
  const folder = `${backupPrefix(server.id)}wal/${fromSegment.slice(0, 8)}/`;
  await deleteObjects(storeOf(server.backupStoreId ?? ""), folder, (key) => {
    const segment = key.slice(folder.length);
    return /^[0-9A-F]{24}$/.test(segment) && segment >= fromSegment && segment <= untilSegment;
  });
}

/** Servers for which there may be something to delete; those that are gone are forgotten as a whole. */
export async function serversWithBackups(): Promise<string[]> {
  const rows = await db().server.findMany({
    where: { backupStoreId: { not: null }, deletedAt: null },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
