import { type BackupKey, backupKeySchema, type Repository, type StorePlace } from "@/cli/contract/backup";
import { open } from "@/lib/crypto";
import { AppError } from "@/lib/errors";
import type { AccessKey } from "@/lib/storage/server-key";
import { storeOf } from "@/lib/storage/store-of";
import type { Server } from "@/prisma/client/client";

/** Below which names of the store a server's backups lie. */
export function backupPrefix(serverId: string): string {
  return `servers/${serverId}/`;
}

export function backupKeyOf(server: Pick<Server, "id" | "backupKey">): BackupKey {
  if (!server.backupKey)
    throw new AppError("action_not_allowed", { public: "This server has no backups yet." });
  return backupKeySchema.parse(JSON.parse(open(server.backupKey, `Server.backupKey.${server.id}`)));
}

/** A server's repository as somebody with this key to the store sees it. */
export function repositoryOf(
  server: Pick<Server, "id" | "backupKey" | "backupStoreId">,
  access: AccessKey,
): Repository {
  const store = storeOf(server.backupStoreId ?? "");
  const place: StorePlace = {
    endpoint: store.endpoint,
    region: store.region,
    bucket: store.bucket,
    prefix: backupPrefix(server.id),
    ...access,
  };
  return { place, key: backupKeyOf(server) };
}
