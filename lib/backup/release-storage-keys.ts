import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import type { ReceiptItem } from "@/lib/job/job-schemas";
import { endServerKey } from "@/lib/storage/server-key";
import { storeOf } from "@/lib/storage/store-of";
import type { Server } from "@/prisma/client/client";

/**
 * Ends every key to a store that was made for a server: its own, and one with which it reads another's backups. The ledger
 * says which, also when the making failed half-way and nothing else remembers it.
 */
export async function releaseStorageKeys(server: Server): Promise<ReceiptItem[]> {
  const entries = await db().providerResource.findMany({
    where: { serverId: server.id, kind: "storage_key", releasedAt: null },
  });
  const receipt: ReceiptItem[] = [];
  for (const { id, provider, name } of entries) {
    const outcome = await endServerKey(storeOf(provider), name);
    await db().providerResource.update({ where: { id }, data: { releasedAt: now() } });
    receipt.push({ kind: "storage_key", name, outcome, detail: null });
  }
  // What it was copying from another server is over: retention and forgetting need not wait for it.
  await db().restore.updateMany({
    where: { newServerId: server.id, finishedAt: null },
    data: { finishedAt: now() },
  });
  await db().server.update({
    where: { id: server.id },
    data: { backupAccess: null, backupReadAccess: null, agentTokenHash: null },
  });
  return receipt;
}
