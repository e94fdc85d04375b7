import { createHmac } from "node:crypto";
import {
  type BackupSettings,
  type Manifest,
  type ObjectEntry,
  objectListSchema,
  type StoredObject,
} from "@/cli/contract/backup";
import { eachInFlight } from "@/cli/lib/in-flight";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { readStack } from "@/cli/project/read-stack";
import { ensureSecrets } from "@/cli/project/secrets";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { readBackupLedger } from "./backup-ledger";
import { type CustomerObject, type ObjectStoreClient, openObjectStore } from "./object-store";
import type { OpenRepository } from "./open-repository";
import { readManifest } from "./read-manifest";

/** Held in memory at once. */
const partBytes = 64 * 1024 * 1024;
const entriesPerList = 10_000;
const atOnce = 4;

interface StoredObjects {
  manifest: Manifest["objects"];
  storedBytes: number;
  newBytes: number;
}

/**
 * The customer's objects, incrementally: what the last backup had with the same size and etag is not read again. An object
 * that changes while we look is taken as it is then; one that goes is left out.
 */
export async function backUpObjects(
  paths: Paths,
  settings: BackupSettings,
  repository: OpenRepository,
  id: string,
): Promise<StoredObjects> {
  const stack = await readStack(paths);
  const address = await (await chooseRuntime(paths)).objectStore(stack);
  if (!address) return { manifest: null, storedBytes: 0, newBytes: 0 };
  const store = openObjectStore(address, (await ensureSecrets(paths)).MINIO_ROOT_PASSWORD);
  const known = await lastEntries(paths, repository);
  const lockDays = settings.lockDays?.base ?? null;
  const total = { count: 0, plainBytes: 0, storedBytes: 0, newBytes: 0 };
  const lists: StoredObject[] = [];
  let entries: ObjectEntry[] = [];
  const flush = async () => {
    const name = repository.names.objectList(id, lists.length);
    const { fresh: _, ...stored } = await repository.put(
      name,
      Buffer.from(JSON.stringify(entries)),
      lockDays,
    );
    lists.push(stored);
    entries = [];
  };

  const buckets = await store.buckets();
  for (const bucket of buckets) {
    let page: CustomerObject[] = [];
    const takePage = async () => {
      const taken: (ObjectEntry | null)[] = [];
      await eachInFlight(page, atOnce, async (object, index) => {
        const before = known.get(`${bucket}/${object.key}`);
        const unchanged = before && before.etag === object.etag && before.sizeBytes === object.sizeBytes;
        taken[index] = unchanged ? before : await take(store, repository, settings, bucket, object, total);
      });
      for (const entry of taken) {
        if (!entry) continue;
        entries.push(entry);
        total.count += 1;
        total.plainBytes += entry.sizeBytes;
        total.storedBytes += entry.parts.reduce((sum, part) => sum + part.stored.storedBytes, 0);
        if (entries.length >= entriesPerList) await flush();
      }
      page = [];
    };
    for await (const object of store.objects(bucket)) {
      page.push(object);
      if (page.length >= 1000) await takePage();
    }
    await takePage();
  }
  if (entries.length > 0) await flush();
  log.info(`Stored ${total.count} objects of ${buckets.length} buckets`, { newBytes: total.newBytes });
  const { count, plainBytes, storedBytes, newBytes } = total;
  return { manifest: { buckets, count, plainBytes, lists }, storedBytes, newBytes };
}

async function take(
  store: ObjectStoreClient,
  repository: OpenRepository,
  settings: BackupSettings,
  bucket: string,
  object: CustomerObject,
  total: { newBytes: number },
): Promise<ObjectEntry | null> {
  const parts: ObjectEntry["parts"] = [];
  let contentType: string | null = null;
  for (let from = 0; from === 0 || from < object.sizeBytes; from += partBytes) {
    const piece = await store.read(bucket, object, from, Math.min(object.sizeBytes, from + partBytes));
    // Gone, or another one now: the next backup takes it as it is then.
    if (!piece) return null;
    const name = createHmac("sha256", Buffer.from(settings.key.secret, "base64"))
      .update(piece.body)
      .digest("hex");
    const { fresh, ...stored } = await repository.put(
      repository.names.content(name),
      piece.body,
      settings.lockDays?.base ?? null,
    );
    if (fresh) total.newBytes += stored.storedBytes;
    parts.push({ name, stored });
    contentType = piece.contentType;
  }
  return { bucket, key: object.key, sizeBytes: object.sizeBytes, etag: object.etag, contentType, parts };
}

/** The entries of the newest backup that this server knows of. */
async function lastEntries(paths: Paths, repository: OpenRepository): Promise<Map<string, ObjectEntry>> {
  const last = (await readBackupLedger(paths)).at(-1);
  const known = new Map<string, ObjectEntry>();
  if (!last) return known;
  // Without it everything is read again, which is slow but not wrong.
  const manifest = await readManifest(repository, last.id).catch(() => null);
  if (!manifest) return known;
  for await (const entry of readEntries(repository, manifest))
    known.set(`${entry.bucket}/${entry.key}`, entry);
  return known;
}

/** Every object of a backup, list by list. Throws `repository_damaged`. */
export async function* readEntries(
  repository: OpenRepository,
  manifest: Manifest,
): AsyncGenerator<ObjectEntry> {
  for (const [index, stored] of (manifest.objects?.lists ?? []).entries()) {
    const bytes = await repository.getExactly(repository.names.objectList(manifest.id, index), stored);
    yield* objectListSchema.parse(JSON.parse(bytes.toString("utf8")));
  }
}

/** Hashes every piece that the backup names, once. Answers how many; throws with what is wrong. */
export async function checkObjects(repository: OpenRepository, manifest: Manifest): Promise<number> {
  const pieces = new Map<string, StoredObject>();
  let count = 0;
  for await (const entry of readEntries(repository, manifest)) {
    count += 1;
    for (const { name, stored } of entry.parts) pieces.set(name, stored);
  }
  if (count !== (manifest.objects?.count ?? 0)) {
    throw new Error(`${manifest.id} lists ${count} objects instead of ${manifest.objects?.count ?? 0}`);
  }
  await eachInFlight([...pieces], atOnce, async ([name, stored]) => {
    const problem = await repository.check(repository.names.content(name), stored);
    if (problem) throw new Error(problem);
  });
  return pieces.size;
}
