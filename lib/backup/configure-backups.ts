import { type BackupSettings, backupConfiguredSchema } from "@/cli/contract/backup";
import { newBackupKey } from "@/cli/contract/sealed-object";
import { now } from "@/lib/clock";
import { newToken, open, seal, sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { runNself } from "@/lib/machine/run-nself";
import { paths } from "@/lib/paths";
import { recordExternalId, recordIntent } from "@/lib/server/ledger";
import { chooseStore } from "@/lib/storage/choose-store";
import { type AccessKey, makeServerKey } from "@/lib/storage/server-key";
import { storeOf } from "@/lib/storage/store-of";
import type { Server } from "@/prisma/client/client";
import { backupPrefix, repositoryOf } from "./open-backup-place";

/** Longer than the customer's retention, so that the lock never lets go of what is still promised. */
const walLockDays = 4;

/**
 * Gives a server its place in a store of another region, a key of its own there, and the key that seals what it stores;
 * tells it over SSH. Everything is kept before it is used, so that asking again changes nothing; a server that is
 * configured is left alone unless `again` says so (a policy has changed).
 */
export async function configureBackups(server: Server, options: { again?: boolean } = {}): Promise<Server> {
  if (server.backupConfiguredAt && !options.again) return server;
  const placed = await ensurePlace(server);
  const access = JSON.parse(open(placed.backupAccess ?? "", `Server.backupAccess.${server.id}`)) as AccessKey;
  const store = storeOf(placed.backupStoreId ?? "");
  const { locks } = await chooseStore(server.location).then((chosen) =>
    chosen.store.id === store.id ? chosen : { locks: false },
  );
  const token = newToken("nsa_");
  await db().server.update({ where: { id: server.id }, data: { agentTokenHash: sha256(token) } });
  const settings: BackupSettings = {
    ...repositoryOf(placed, access),
    lockDays: locks ? { base: Math.min(7, placed.backupRetentionDays), wal: walLockDays } : null,
    selfBackupAfterHours: 26,
    report: { url: `${env().APP_URL}${paths.api}/agent-reports`, token },
  };
  await runNself(machineOfServer(placed), ["backup", "configure"], backupConfiguredSchema, {
    stdin: JSON.stringify(settings),
  });
  return await db().server.update({ where: { id: server.id }, data: { backupConfiguredAt: now() } });
}

async function ensurePlace(server: Server): Promise<Server> {
  if (server.backupAccess && server.backupKey && server.backupStoreId) return server;
  // Once chosen it stays, whichever store would be chosen today: half of the place may have been made there.
  const store = server.backupStoreId
    ? storeOf(server.backupStoreId)
    : (await chooseStore(server.location)).store;
  const userName = storageUserName(server.id);
  const entry = { serverId: server.id, kind: "storage_key", provider: store.id, name: userName } as const;
  await recordIntent(entry);
  const key = newBackupKey();
  // The sealing key is kept first: what was sealed under a key that was lost would be lost.
  const keyed = server.backupKey
    ? server
    : await db().server.update({
        where: { id: server.id },
        data: {
          backupKey: seal(JSON.stringify(key), `Server.backupKey.${server.id}`),
          backupKeyId: key.id,
          backupStoreId: store.id,
        },
      });
  const access = await makeServerKey(store, userName, backupPrefix(server.id));
  await recordExternalId(db(), entry, userName);
  return await db().server.update({
    where: { id: keyed.id },
    data: { backupAccess: seal(JSON.stringify(access), `Server.backupAccess.${server.id}`) },
  });
}

export function storageUserName(serverId: string): string {
  return `nself-${env().INSTALLATION}-${serverId}`;
}
