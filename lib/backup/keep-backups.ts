import { keepImage } from "@/lib/cloud/keep-image";
import { listBackupImages } from "@/lib/cloud/list-backup-images";
import { db } from "@/lib/db";
import type { ReceiptItem } from "@/lib/job/job-schemas";
import { recordExternalId, recordIntent } from "@/lib/server/ledger";
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
  if (!server.providerId) return [];
  const images = (await listBackupImages(server.providerId)).filter(({ status }) => status === "available");
  const newest = images.sort((a, b) => a.createdAt.localeCompare(b.createdAt)).at(-1);
  if (!newest) return [];
  const entry = {
    serverId: server.id,
    kind: "snapshot",
    provider: "hetzner",
    name: `last image of ${server.subdomain}`,
  } as const;
  await recordIntent(entry);
  await keepImage(newest.imageId, `${server.domain}, kept when it was deleted`);
  await recordExternalId(db(), entry, newest.imageId);
  const detail = `from ${newest.createdAt}; kept for ${undeleteDays} days`;
  return [{ kind: "snapshot", name: newest.imageId, outcome: "kept", detail }];
}
