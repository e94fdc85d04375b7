import { now } from "@/lib/clock";
import { deleteImage } from "@/lib/cloud/keep-image";
import { db } from "@/lib/db";
import { deleteObjects } from "@/lib/storage/delete-objects";
import { storeOf } from "@/lib/storage/store-of";
import type { Prisma } from "@/prisma/client/client";
import { undeleteDays } from "./keep-backups";
import { backupPrefix } from "./open-backup-place";

const dayMs = 86_400_000;

/**
 * Servers that were deleted long enough ago, and throw-away ones at once, of which something is still kept: backups, or the
 * snapshot that also a server has which never had a store. The latest deleted first, so that some that cannot be forgotten,
 * because their store is gone, keep nobody from being.
 */
export async function serversToForget(limit: number): Promise<string[]> {
  const rows = await db().server.findMany({
    where: {
      AND: [
        forgettable(),
        {
          OR: [
            { backupKey: { not: null } },
            { providerResources: { some: { kind: "snapshot", releasedAt: null } } },
          ],
        },
      ],
    },
    select: { id: true },
    orderBy: { deletedAt: "desc" },
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
 * nothing within the days that were promised, whoever names it. Throws what the provider or the store answers; then it is
 * to be done again.
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
  // First what has nothing to do with the store, which may be away for good.
  await forgetSnapshots(serverId);
  await db().backup.updateMany({
    where: { serverId, status: { not: "deleted" } },
    data: { status: "deleted", deletedAt: now() },
  });
  if (server.backupStoreId) await deleteObjects(storeOf(server.backupStoreId), backupPrefix(serverId));
  await db().backup.updateMany({
    where: { serverId, objectsDeletedAt: null },
    data: { objectsDeletedAt: now() },
  });
  await db().walRun.deleteMany({ where: { serverId } });
  await db().deletedWal.deleteMany({ where: { serverId } });
  await db().server.update({ where: { id: serverId }, data: { backupKey: null } });
}

async function forgetSnapshots(serverId: string): Promise<void> {
  const snapshots = await db().providerResource.findMany({
    where: { serverId, kind: "snapshot", releasedAt: null },
  });
  for (const { id, externalId } of snapshots) {
    if (externalId) await deleteImage(externalId);
    await db().providerResource.update({ where: { id }, data: { releasedAt: now() } });
  }
}
