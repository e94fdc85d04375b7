import { keepImage } from "@/lib/cloud/keep-image";
import { listBackupImages } from "@/lib/cloud/list-backup-images";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { ReceiptItem } from "@/lib/job/job-schemas";
import { recordExternalId, recordIntent, recordReleased } from "@/lib/server/ledger";
import type { Server } from "@/prisma/client/client";
import { releaseStorageKeys } from "./release-storage-keys";

/** After this the backups of a deleted server go, too. */
export const undeleteDays = 7;

/**
 * Provider backups die with their server: the newest becomes a snapshot first. The off-site copy stays as it is; the
 * server's key to it ends. A throw-away server leaves nothing.
 */
export async function keepBackups(server: Server): Promise<ReceiptItem[]> {
  const receipt: ReceiptItem[] = [];
  if (server.drillId === null) receipt.push(...(await keepSnapshot(server)));
  receipt.push(...(await releaseStorageKeys(server)));
  const count = await db().backup.count({
    where: { serverId: server.id, kind: "application", status: "good" },
  });
  if (count > 0 && server.drillId === null) {
    const detail = `kept for ${undeleteDays} days; a new server can be made from them until then`;
    receipt.push({ kind: "backups", name: `${count} off-site`, outcome: "kept", detail });
  }
  return receipt;
}

async function keepSnapshot(server: Server): Promise<ReceiptItem[]> {
  const entry = {
    serverId: server.id,
    kind: "snapshot",
    provider: "hetzner",
    name: `last image of ${server.subdomain}`,
  } as const;
  const imageId = (await snapshotBegun(entry)) ?? (await newestImage(server));
  if (!imageId) return [];
  // Named before it is converted: afterwards it is no backup any more, and a repeated step would keep the next one, too.
  await recordIntent(entry);
  await recordExternalId(db(), entry, imageId);
  const kept = await keepImage(imageId, `${server.domain}, kept when it was deleted`).catch(ifGone);
  if (!kept) {
    await recordReleased(db(), server.id, "snapshot");
    return [];
  }
  const detail = `from ${kept.createdAt}; kept for ${undeleteDays} days`;
  return [{ kind: "snapshot", name: imageId, outcome: "kept", detail }];
}

/** The provider let go of it in between, or somebody deleted the machine there: that must not keep the server from going. */
function ifGone(error: unknown): null {
  if (error instanceof AppError && error.code === "not_found") return null;
  throw error;
}

async function snapshotBegun(entry: {
  serverId: string;
  kind: "snapshot";
  name: string;
}): Promise<string | null> {
  const { serverId, kind, name } = entry;
  const row = await db().providerResource.findFirst({ where: { serverId, kind, name, releasedAt: null } });
  return row?.externalId ?? null;
}

async function newestImage(server: Server): Promise<string | null> {
  if (!server.providerId) return null;
  const images = (await listBackupImages(server.providerId)).filter(({ status }) => status === "available");
  return images.sort((a, b) => a.createdAt.localeCompare(b.createdAt)).at(-1)?.imageId ?? null;
}
