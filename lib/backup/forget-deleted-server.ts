import { now } from "@/lib/clock";
import { deleteImage } from "@/lib/cloud/keep-image";
import { db } from "@/lib/db";
import { deleteObjects } from "@/lib/storage/delete-objects";
import { storeOf } from "@/lib/storage/store-of";
import type { Prisma } from "@/prisma/client/client";
import { undeleteDays } from "./keep-backups";
import { backupPrefix } from "./open-backup-place";

const dayMs = 86_400_000;

/** Servers that were deleted long enough ago, and throw-away ones at once, whose backups are still there. */
export async function serversToForget(limit: number): Promise<string[]> {
  const rows = await db().server.findMany({
    where: { backupKey: { not: null }, ...forgettable() },
    select: { id: true },
    take: limit,
  });
  return rows.map(({ id }) => id);
}

function forgettable(): Prisma.ServerWhereInput {
  return {
    OR: [
      { deletedAt: { lt: new Date(now().getTime() - undeleteDays * dayMs) } },
      { deletedAt: { not: null }, drillId: { not: null } },
    ],
  };
}

/**
 * Deletes everything that was kept of a deleted server, and at last the key without which nothing of it could be read. Does
 * nothing within the days that were promised, whoever names it.
 */
export async function forgetDeletedServer(serverId: string): Promise<void> {
  const server = await db().server.findFirst({ where: { id: serverId, ...forgettable() } });
  const copying = await db().restore.count({
    where: {
      serverId,
      newServerId: { not: null },
      finishedAt: null,
      createdAt: { gt: new Date(now().getTime() - dayMs) },
    },
  });
  if (!server || copying > 0) return;
  await db().backup.updateMany({
    where: { serverId, status: { not: "deleted" } },
    data: { status: "deleted", deletedAt: now() },
  });
  if (server.backupStoreId) await deleteObjects(storeOf(server.backupStoreId), backupPrefix(serverId));
  const snapshots = await db().providerResource.findMany({
    where: { serverId, kind: "snapshot", releasedAt: null },
  });
  for (const { id, externalId } of snapshots) {
    if (externalId) await deleteImage(externalId);
    await db().providerResource.update({ where: { id }, data: { releasedAt: now() } });
  }
  await db().walRun.deleteMany({ where: { serverId } });
  await db().server.update({ where: { id: serverId }, data: { backupKey: null } });
}
