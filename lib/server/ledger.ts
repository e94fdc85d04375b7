import { now } from "@/lib/clock";
import { db, type Tx } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { ResourceKind } from "@/prisma/client/enums";

interface LedgerEntry {
  serverId: string;
  kind: ResourceKind;
  provider: string;
  name: string;
}

/** Writes the intent before the call that may cost money, so that nothing exists that no row tells of. */
export async function recordIntent(entry: LedgerEntry): Promise<void> {
  const { serverId, kind, name } = entry;
  await db().providerResource.upsert({
    where: { serverId_kind_name: { serverId, kind, name } },
    create: { id: newId("providerResource"), ...entry },
    update: { releasedAt: null },
  });
}

export async function recordExternalId(tx: Tx, entry: LedgerEntry, externalId: string): Promise<void> {
  const { serverId, kind, name } = entry;
  await tx.providerResource.updateMany({ where: { serverId, kind, name }, data: { externalId } });
}

export async function recordReleased(tx: Tx, serverId: string, kind: ResourceKind): Promise<void> {
  await tx.providerResource.updateMany({
    where: { serverId, kind, releasedAt: null },
    data: { releasedAt: now() },
  });
}
