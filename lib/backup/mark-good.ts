import { now } from "@/lib/clock";
import type { Tx } from "@/lib/db";
import { storeOf } from "@/lib/storage/store-of";
import type { Server } from "@/prisma/client/client";
import type { ReadBack } from "./read-back";

const dayMs = 86_400_000;

/**
 * Records what was read back; only from here on a backup is good. Level 1: the server has hashed what it stored for this
 * backup; contents of files that an earlier one stored are hashed by the next verification.
 */
export async function markGood(tx: Tx, server: Server, backupId: string, read: ReadBack): Promise<void> {
  const { manifest, manifestSha256, storedBytes } = read;
  const finishedAt = now();
  await tx.backup.update({
    where: { id: backupId },
    data: {
      status: "good",
      name: manifest.id,
      storeId: server.backupStoreId,
      region: storeOf(server.backupStoreId ?? "").region,
      startedAt: new Date(manifest.startedAt),
      finishedAt,
      consistentAt: new Date(manifest.consistentAt),
      timeline: manifest.postgres.timeline,
      startSegment: manifest.postgres.startSegment,
      stopSegment: manifest.postgres.stopSegment,
      sizeBytes: manifest.postgres.dataBytes + (manifest.objects?.plainBytes ?? 0),
      storedBytes,
      postgresVersion: manifest.postgres.version,
      manifestSha256,
      level: 1,
      verifiedAt: finishedAt,
      lockedUntil: new Date(Date.parse(manifest.startedAt) + Math.min(7, server.backupRetentionDays) * dayMs),
      error: null,
    },
  });
}
