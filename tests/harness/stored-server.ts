import { gzipSync } from "node:zlib";
import type { Manifest } from "@/cli/contract/backup";
import { newBackupKey, seal } from "@/cli/contract/sealed-object";
import { seal as sealSecret, sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Server } from "@/prisma/client/client";
import { startStorage } from "./backup-machine";
import { createTestDatabase } from "./postgres";

export type StoredServers = Awaited<ReturnType<typeof startStoredServers>>;

/** Rows of servers and an object store with what they are said to have stored, without machines, app and engine. */
export async function startStoredServers(env: Record<string, string> = {}) {
  const [storage, database] = await Promise.all([startStorage(), createTestDatabase()]);
  process.env.DATABASE_URL = database.url;
  process.env.BACKUP_STORES = JSON.stringify([
    {
      id: "hel1",
      endpoint: storage.sandbox.storageUrl,
      region: "hel1",
      bucket: storage.bucket,
      accessKeyId: "sandbox-storage-admin",
      secretAccessKey: "sandbox-storage-secret",
    },
  ]);
  Object.assign(process.env, env);
  const team = await db().team.create({ data: { id: newId("team"), name: "Stored" } });

  const addServer = async (rest: Partial<Server> = {}) => {
    const id = newId("server");
    const key = newBackupKey();
    const server = await db().server.create({
      data: {
        id,
        teamId: team.id,
        name: "Stored",
        subdomain: id.slice(4),
        domain: `${id.slice(4)}.sandbox.localhost`,
        location: "fsn1",
        serverType: "cx33",
        image: "ubuntu-24.04",
        adminEmail: "a@example.com",
        monthlyCents: 1,
        currency: "EUR",
        status: "running",
        backupKey: sealSecret(JSON.stringify(key), `Server.backupKey.${id}`),
        backupStoreId: "hel1",
        ...(rest as object),
      },
    });
    const prefix = `servers/${id}/`;
    const put = (name: string, plain: Uint8Array): Promise<void> =>
      storage.write(prefix + name, seal(key, prefix + name, gzipSync(plain)));
    return { server, key, prefix, put };
  };

  return {
    storage,
    addServer,
    close: async () => {
      await db().$disconnect();
      await storage.close();
      await database.drop();
    },
  };
}

/** The manifest of a small backup, which names one chunk of `chunkBytes` and one segment of the log. */
export function smallManifest(serverId: string, id: string, chunkBytes: number): Manifest {
  const at = "2026-11-20T02:00:00.000Z";
  const segment = "000000010000000000000002";
  return {
    version: 1,
    id,
    serverId,
    label: null,
    trigger: "nightly",
    nselfVersion: "0.0.0",
    startedAt: at,
    consistentAt: at,
    postgres: {
      version: 170_000,
      systemIdentifier: "1",
      timeline: 1,
      startLsn: "0/2000028",
      stopLsn: "0/2000100",
      startSegment: segment,
      stopSegment: segment,
      backupLabel: "",
      dataBytes: 1,
      databaseBytes: 1,
      chunkBytes: 1,
      chunks: [{ sha256: sha256(""), storedBytes: chunkBytes, plainBytes: 1 }],
      folders: [],
      files: [],
    },
    objects: null,
    config: { domain: "d", plugins: [], files: [] },
  };
}
