import { now } from "@/lib/clock";
import { type BackupImage, listBackupImages } from "@/lib/cloud/list-backup-images";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Server } from "@/prisma/client/client";

/** Lists the provider's own nightly backups beside ours. One that has left its slot is no longer listed. */
export async function syncProviderBackups(): Promise<{ seen: number }> {
  const images = await listBackupImages();
  const servers = await db().server.findMany({
    where: { providerId: { in: [...new Set(images.map((image) => image.boundTo))] }, drillId: null },
  });
  const owners = new Map(servers.map((server) => [server.providerId, server]));
  for (const image of images) {
    const server = owners.get(image.boundTo);
    if (server) await record(server, image);
  }
  const there = images.map(({ imageId }) => imageId);
  await db().backup.updateMany({
    where: { kind: "snapshot", trigger: "provider", status: { not: "deleted" }, name: { notIn: there } },
    data: { status: "deleted", deletedAt: now() },
  });
  return { seen: images.length };
}

const statuses = { available: "good", creating: "creating", unavailable: "failed" } as const;

async function record(server: Server, image: BackupImage): Promise<void> {
  const startedAt = new Date(image.createdAt);
  // An image of no bytes restores nothing.
  const status = image.status === "available" && !image.sizeBytes ? "failed" : statuses[image.status];
  const data = {
    status,
    sizeBytes: image.sizeBytes,
    error: status === "failed" ? "The provider's image came to nothing." : null,
    ...(status === "good" ? { finishedAt: startedAt, consistentAt: startedAt } : {}),
  };
  const { id: serverId, teamId, location: region } = server;
  await db().backup.upsert({
    where: { serverId_name: { serverId, name: image.imageId } },
    create: {
      id: newId("backup"),
      serverId,
      teamId,
      name: image.imageId,
      kind: "snapshot",
      trigger: "provider",
      region,
      startedAt,
      ...data,
    },
    update: data,
  });
}
