import { now } from "@/lib/clock";
import { db, type Tx } from "@/lib/db";
import { env } from "@/lib/env";
import { liveJobStatuses } from "@/lib/job/job-states";
import { deleteObjects } from "@/lib/storage/delete-objects";
import { storeOf } from "@/lib/storage/store-of";
import type { Server } from "@/prisma/client/client";
import { readCatalogue } from "./catalogue";
import { isDeleted, readDeletedWal, recordDeletedWal } from "./deleted-wal";
import { backupPrefix } from "./open-backup-place";
import { planRetention } from "./plan-retention";

const walHours = 72;

/**
 * Deletes what nothing needs any more, by the catalogue's ids alone, and first in the catalogue: what is no longer promised
 * may go, never the other way round. What an earlier run left in the store, because it ended half-way, goes with it. Not
 * while a restore or a proof of this server reads. Safe to run again; throws what the store answers.
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
  await db().$transaction(async (tx) => {
    await tx.backup.updateMany({
      where: { serverId, id: { in: plan.deleteBases } },
      data: { status: "deleted", deletedAt: now() },
    });
    for (const range of plan.deleteWal) await recordDeletedWal(tx, serverId, range);
    await dropDeletedRuns(tx, serverId);
  });
  await deletePendingBackups(server);
  await deletePendingWal(server);
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
        kind: { in: ["restore", "verify", "drill", "undo_restore"] },
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

async function dropDeletedRuns(tx: Tx, serverId: string): Promise<void> {
  const [runs, deleted] = [
    await tx.walRun.findMany({ where: { serverId } }),
    await readDeletedWal(serverId, tx),
  ];
  const gone = runs.filter((run) => isDeleted(run, deleted)).map(({ firstSegment }) => firstSegment);
  await tx.walRun.deleteMany({ where: { serverId, firstSegment: { in: gone } } });
}

async function deletePendingBackups(server: Server): Promise<void> {
  const pending = await db().backup.findMany({
    where: {
      serverId: server.id,
      kind: "application",
      status: "deleted",
      objectsDeletedAt: null,
      name: { not: null },
      // One whose store was taken out of the configuration waits, and holds up nothing else.
      storeId: { in: env().BACKUP_STORES.map(({ id }) => id) },
    },
  });
  for (const { id, name, storeId } of pending) {
    await deleteObjects(storeOf(storeId ?? ""), `${backupPrefix(server.id)}backups/${name}/`);
    await db().backup.update({ where: { id }, data: { objectsDeletedAt: now() } });
  }
}

async function deletePendingWal(server: Server): Promise<void> {
  const pending = await db().deletedWal.findMany({ where: { serverId: server.id, objectsDeletedAt: null } });
  for (const { fromSegment, beforeSegment } of pending) {
    const folder = `${backupPrefix(server.id)}wal/${fromSegment.slice(0, 8)}/`;
    await deleteObjects(storeOf(server.backupStoreId ?? ""), folder, (key) => {
      const segment = key.slice(folder.length);
      return /^[0-9A-F]{24}$/.test(segment) && segment >= fromSegment && segment < beforeSegment;
    });
    await db().deletedWal.update({
      where: { serverId_fromSegment: { serverId: server.id, fromSegment } },
      data: { objectsDeletedAt: now() },
    });
  }
}

/** Servers for which there may be something to delete; those that are gone are forgotten as a whole. */
export async function serversWithBackups(): Promise<string[]> {
  const rows = await db().server.findMany({
    where: { backupStoreId: { not: null }, deletedAt: null },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
