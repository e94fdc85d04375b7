import { open, seal } from "@/lib/crypto";
import { db } from "@/lib/db";
import { recordExternalId, recordIntent } from "@/lib/server/ledger";
import { type AccessKey, endServerKey, makeServerKey } from "@/lib/storage/server-key";
import { storeOf } from "@/lib/storage/store-of";
import type { Server } from "@/prisma/client/client";
import { storageUserName } from "./configure-backups";
import { backupPrefix } from "./open-backup-place";

const userOf = (reader: Server) => `${storageUserName(reader.id)}-read`;

/** A key with which a new server reads another one's backups. Kept until it ends, since a repeated step needs the same. */
export async function readKeyFor(origin: Server, reader: Server): Promise<AccessKey> {
  const place = `Server.backupReadAccess.${reader.id}`;
  const row = await db().server.findUniqueOrThrow({
    where: { id: reader.id },
    select: { backupReadAccess: true },
  });
  if (row.backupReadAccess) return JSON.parse(open(row.backupReadAccess, place)) as AccessKey;
  const store = storeOf(origin.backupStoreId ?? "");
  const name = userOf(reader);
  const entry = { serverId: reader.id, kind: "storage_key", provider: store.id, name } as const;
  await recordIntent(entry);
  const access = await makeServerKey(store, name, backupPrefix(origin.id), "read");
  await recordExternalId(db(), entry, name);
  await db().server.update({
    where: { id: reader.id },
    data: { backupReadAccess: seal(JSON.stringify(access), place) },
  });
  return access;
}

export async function endReadKey(origin: Server, reader: Server): Promise<void> {
  const name = userOf(reader);
  await endServerKey(storeOf(origin.backupStoreId ?? ""), name);
  await db().server.update({ where: { id: reader.id }, data: { backupReadAccess: null } });
  await db().providerResource.updateMany({
    where: { serverId: reader.id, kind: "storage_key", name },
    data: { releasedAt: new Date() },
  });
}
