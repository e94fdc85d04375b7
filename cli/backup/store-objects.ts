import { createHmac } from "node:crypto";
import {
  type BackupSettings,
  type Manifest,
  type ObjectEntry,
  objectListSchema,
  type StoredObject,
} from "@/cli/contract/backup";
import { Failure, messageOf } from "@/cli/lib/failure";
import { eachInFlight } from "@/cli/lib/in-flight";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { readStack } from "@/cli/project/read-stack";
import { ensureSecrets } from "@/cli/project/secrets";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { readBackupLedger } from "./backup-ledger";
import { earlierEntries, noEntries } from "./earlier-entries";
import {
  type BucketSettings,
  type CustomerObject,
  type ObjectStoreClient,
  openObjectStore,
} from "./object-store";
import type { OpenRepository } from "./open-repository";
import { readManifest } from "./read-manifest";

/** Held in memory at once, by each that is in flight, and as much again compressed and sealed. */
const partBytes = 16 * 1024 * 1024;
const entriesPerList = 10_000;
const entriesPerPage = 1000;
const atOnce = 4;
/** How often an object that is overwritten while we read it is begun anew. */
const takes = 8;

interface StoredObjects {
  manifest: Manifest["objects"];
  storedBytes: number;
  newBytes: number;
}

/**
 * The customer's objects, incrementally: what the last backup had with the same size and etag is not read again. An object
 * that changes while we look is taken as it is then; one that goes is left out. What is new is read back.
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
  const earlier = await lastEntries(paths, repository);
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
    await readBack(repository, name, stored);
    lists.push(stored);
    entries = [];
  };

  const bucketSettings: Record<string, BucketSettings> = {};
  const buckets = await store.buckets();
  for (const bucket of buckets) {
    bucketSettings[bucket] = await store.settings(bucket);
    let page: { object: CustomerObject; before: ObjectEntry | null }[] = [];
    const takePage = async () => {
      const taken: (ObjectEntry | null)[] = [];
      await eachInFlight(page, atOnce, async ({ object, before }, index) => {
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
      page.push({ object, before: await earlier(bucket, object.key) });
      if (page.length >= entriesPerPage) await takePage();
    }
    await takePage();
  }
  if (entries.length > 0) await flush();
  log.info(`Stored ${total.count} objects of ${buckets.length} buckets`, { newBytes: total.newBytes });
  const { count, plainBytes, storedBytes, newBytes } = total;
  return { manifest: { buckets, count, plainBytes, lists, settings: bucketSettings }, storedBytes, newBytes };
}

/** The object as it is when we read it: begun anew when it is overwritten meanwhile, null when it is gone. */
async function take(
  store: ObjectStoreClient,
  repository: OpenRepository,
  settings: BackupSettings,
  bucket: string,
  listed: CustomerObject,
  total: { newBytes: number },
): Promise<ObjectEntry | null> {
  let object: CustomerObject | null = listed;
  for (let turn = 0; object && turn < takes; turn += 1) {
    const entry = await takeAs(store, repository, settings, bucket, object, total);
    if (entry) return entry;
    object = await store.look(bucket, listed.key);
  }
  if (object)
    log.warn("An object changed each time it was read, and is not in this backup", {
      bucket,
      key: object.key,
    });
  return null;
}

/** Null when the object is not, or no longer, the one that was listed. */
async function takeAs(
  store: ObjectStoreClient,
  repository: OpenRepository,
  settings: BackupSettings,
  bucket: string,
  object: CustomerObject,
  total: { newBytes: number },
): Promise<ObjectEntry | null> {
  const parts: ObjectEntry["parts"] = [];
  let said: Pick<ObjectEntry, "contentType" | "headers"> = { contentType: null };
  for (let from = 0; from === 0 || from < object.sizeBytes; from += partBytes) {
    const piece = await store.read(bucket, object, from, Math.min(object.sizeBytes, from + partBytes));
    if (!piece) return null;
    const content = createHmac("sha256", Buffer.from(settings.key.secret, "base64"))
      .update(piece.body)
      .digest("hex");
    const name = repository.names.content(content);
    const { fresh, ...stored } = await repository.put(name, piece.body, settings.lockDays?.base ?? null);
    // What was there already has just been opened and compared.
    if (fresh) await readBack(repository, name, stored);
    if (fresh) total.newBytes += stored.storedBytes;
    parts.push({ name: content, stored });
    said = { contentType: piece.contentType, headers: piece.headers };
  }
  return { bucket, key: object.key, sizeBytes: object.sizeBytes, etag: object.etag, ...said, parts };
}

async function readBack(repository: OpenRepository, name: string, stored: StoredObject): Promise<void> {
  const problem = await repository.check(name, stored);
  if (problem) throw new Failure("store_lied", `The store does not give back what it took: ${problem}`);
}

/** The entries of the newest backup that this server knows of; without them everything is read again, which is only slow. */
async function lastEntries(
  paths: Paths,
  repository: OpenRepository,
): Promise<ReturnType<typeof earlierEntries>> {
  const last = (await readBackupLedger(paths)).at(-1);
  if (!last) return noEntries;
  try {
    return earlierEntries(readEntries(repository, await readManifest(repository, last.id)));
  } catch (error) {
    if (error instanceof Failure && error.exit === "tryLater") throw error;
    log.warn("The backup before cannot be read; every object is read again", { reason: messageOf(error) });
    return noEntries;
  }
}

/** Every object of a backup, list by list. Throws `repository_damaged`. */
export async function* readEntries(
  repository: OpenRepository,
  manifest: Manifest,
): AsyncGenerator<ObjectEntry> {
  for (const [index] of (manifest.objects?.lists ?? []).entries())
    yield* await readList(repository, manifest, index);
}

async function readList(
  repository: OpenRepository,
  manifest: Manifest,
  index: number,
): Promise<ObjectEntry[]> {
  const name = repository.names.objectList(manifest.id, index);
  const stored = manifest.objects?.lists[index];
  if (!stored) throw new Failure("repository_damaged", `${manifest.id} names no list ${index}`);
  const bytes = await repository.getExactly(name, stored);
  try {
    return objectListSchema.parse(JSON.parse(bytes.toString("utf8")));
  } catch (error) {
    throw new Failure("repository_damaged", `List ${index} of ${manifest.id} cannot be read`, {
      cause: error,
    });
  }
}

/** Hashes every piece that the backup names, once for each list. Answers how many; throws with what is wrong. */
export async function checkObjects(repository: OpenRepository, manifest: Manifest): Promise<number> {
  let count = 0;
  let checked = 0;
  for (const [index] of (manifest.objects?.lists ?? []).entries()) {
    // List by list, since millions of names would not fit into memory.
    const entries = await readList(repository, manifest, index);
    const pieces = new Map(
      entries.flatMap(({ parts }) => parts.map(({ name, stored }) => [name, stored] as const)),
    );
    count += entries.length;
    checked += pieces.size;
    await eachInFlight([...pieces], atOnce, async ([name, stored]) => {
      const problem = await repository.check(repository.names.content(name), stored);
      if (problem) throw new Failure("repository_damaged", problem);
    });
  }
  if (count !== (manifest.objects?.count ?? 0)) {
    throw new Failure(
      "repository_damaged",
      `${manifest.id} lists ${count} objects instead of ${manifest.objects?.count ?? 0}`,
    );
  }
  return checked;
}
