import { chmod } from "node:fs/promises";
import path from "node:path";
import { openObjectStore } from "@/cli/backup/object-store";
import type { OpenRepository } from "@/cli/backup/open-repository";
import { readEntries } from "@/cli/backup/store-objects";
import type { Manifest, ObjectEntry } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import { inFlight } from "@/cli/lib/in-flight";
import { log } from "@/cli/lib/log";
import type { Runtime } from "@/cli/runtime/runtime";
import type { progressWriter, RestoreFolder } from "./restore-folder";

const atOnce = 4;

/**
 * Fills an object store on a folder of its own with what the backup holds; the one that serves is not touched. Counted
 * again at the end. Nothing is made where the backup or this machine has no object store.
 */
export async function restoreObjects(
  runtime: Runtime,
  repository: OpenRepository,
  manifest: Manifest,
  folder: RestoreFolder,
  password: string,
  progress: ReturnType<typeof progressWriter>,
): Promise<number> {
  if (!manifest.objects) return 0;
  const logFile = path.join(folder.folder, "minio.log");
  const beside = await runtime.startObjectsBeside({ folder: folder.folder, data: folder.objects, logFile });
  if (!beside) return 0;
  progress.set({ phase: "objects", doneBytes: 0, totalBytes: manifest.objects.plainBytes });
  try {
    const store = openObjectStore(beside.address, password);
    const { buckets, settings } = manifest.objects;
    for (const bucket of buckets) await store.makeBucket(bucket, settings?.[bucket]);
    const flight = inFlight(atOnce);
    for await (const entry of readEntries(repository, manifest)) {
      await flight.add(async () => {
        await store.write(entry.bucket, entry.key, piecesOf(repository, entry), {
          count: entry.parts.length,
          contentType: entry.contentType,
          headers: entry.headers,
        });
        progress.addBytes(entry.sizeBytes);
      });
    }
    await flight.done();
    // Asked anew, since what a store has said while it was being filled proves nothing.
    let count = 0;
    let plainBytes = 0;
    for (const bucket of buckets) {
      for await (const object of store.objects(bucket)) {
        count += 1;
        plainBytes += object.sizeBytes;
      }
    }
    if (count !== manifest.objects.count || plainBytes !== manifest.objects.plainBytes) {
      throw new Failure(
        "recovery_failed",
        `${count} objects of ${plainBytes} bytes were restored instead of ${manifest.objects.count} of ${manifest.objects.plainBytes}`,
      );
    }
    log.info(`Restored ${count} objects of ${buckets.length} buckets`);
    return count;
  } finally {
    await beside.stop();
    await chmod(folder.objects, 0o700).catch(() => {});
  }
}

async function* piecesOf(repository: OpenRepository, entry: ObjectEntry): AsyncGenerator<Buffer> {
  for (const { name, stored } of entry.parts)
    yield await repository.getExactly(repository.names.content(name), stored);
}
