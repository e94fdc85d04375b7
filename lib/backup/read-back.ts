import type { Manifest, StoredObject } from "@/cli/contract/backup";
import { sha256 } from "@/lib/crypto";
import { AppError } from "@/lib/errors";
import { listObjects } from "@/lib/storage/list-objects";
import { readObject } from "@/lib/storage/read-object";
import { storeOf } from "@/lib/storage/store-of";
import type { Server } from "@/prisma/client/client";
import { backupPrefix } from "./open-backup-place";
import { largestManifestBytes, openManifest } from "./open-manifest";

export interface ReadBack {
  manifest: Manifest;
  manifestSha256: string;
  storedBytes: number;
}

/**
 * Reads a backup back with our own key to the store: the manifest opens under this server's key; every chunk of the database
 * and every list of the customer's files is there with the size that it was stored with; of each segment of the log from its
 * start to its end there is an object. What the server said of its backup plays no part. Not looked at are the bytes of all
 * of these and the contents of files, which the lists name: a verification by the server hashes them. Throws
 * `backup_damaged`.
 */
export async function readBack(server: Server, name: string): Promise<ReadBack> {
  const store = storeOf(server.backupStoreId ?? "");
  const prefix = backupPrefix(server.id);
  const manifestKey = `${prefix}backups/${name}/manifest`;
  // Packed it may be as large as unpacked, and hardly larger.
  const sealed = await readObject(store, manifestKey, largestManifestBytes);
  if (!sealed) throw damaged(`The store does not have the manifest of ${name}.`);
  const manifest = openManifest(server, manifestKey, sealed);
  if (manifest.id !== name || manifest.serverId !== server.id)
    throw damaged(`The manifest of ${name} is of another backup.`);

  const listed = new Map(
    (await listObjects(store, `${prefix}backups/${name}/`)).map((one) => [one.key, one.sizeBytes]),
  );
  let storedBytes = sealed.length;
  const requireStored = (objects: StoredObject[], folder: string, what: string) => {
    for (const [index, stored] of objects.entries()) {
      const key = `${prefix}backups/${name}/${folder}/${String(index).padStart(6, "0")}`;
      if (listed.get(key) !== stored.storedBytes)
        throw damaged(`${what} ${index + 1} of ${name} is not in the store as it was stored.`);
      storedBytes += stored.storedBytes;
    }
  };
  requireStored(manifest.postgres.chunks, "base", "Part");
  requireStored(manifest.objects?.lists ?? [], "objects", "List of files");
  await requireWal(server, manifest);
  return { manifest, manifestSha256: sha256(sealed), storedBytes };
}

async function requireWal(server: Server, { postgres, id }: Manifest): Promise<void> {
  const timeline = postgres.startSegment.slice(0, 8);
  const keys = await listObjects(
    storeOf(server.backupStoreId ?? ""),
    `${backupPrefix(server.id)}wal/${timeline}/`,
  );
  const there = new Set(keys.map(({ key }) => key.slice(-24)));
  const number = (segment: string) =>
    Number.parseInt(segment.slice(8, 16), 16) * 256 + Number.parseInt(segment.slice(16), 16);
  const [first, last] = [number(postgres.startSegment), number(postgres.stopSegment)];
  const found = [...there].filter((segment) => number(segment) >= first && number(segment) <= last).length;
  if (found !== last - first + 1) throw damaged(`Write-ahead log of ${id} is missing in the store.`);
}

function damaged(message: string): AppError {
  return new AppError("backup_damaged", { public: message });
}
