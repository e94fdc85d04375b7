import { chmod, chown, type FileHandle, mkdir, open, writeFile } from "node:fs/promises";
import path from "node:path";
import type { OpenRepository } from "@/cli/backup/open-repository";
import type { Manifest } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import { inFlight } from "@/cli/lib/in-flight";
import type { Account } from "@/cli/lib/spawn";
import { hashAside, type Stretch } from "./hash-aside";
import { writeFully } from "./write-fully";

const fetchesAhead = 4;

/**
 * Writes a backup's data folder into a new folder. Chunks come several at once and are written in order; every file's hash
 * is compared with the manifest's before this ends, so a wrong one never becomes a data folder.
 */
export async function writeDataFiles(
  repository: OpenRepository,
  manifest: Manifest,
  root: string,
  owner: Account | null,
  told: (bytes: number) => void,
): Promise<void> {
  const { postgres } = manifest;
  await makeFolder(root, owner);
  for (const folder of postgres.folders) await makeFolder(path.join(root, safe(folder)), owner);

  // Not `getExactly`: that a chunk opens under its name, and what the files hash to, leaves nothing for a third hash to find.
  const chunks = fetchAhead(postgres.chunks.length, async (index) => {
    const name = repository.names.chunk(manifest.id, index);
    const chunk = await repository.get(name, postgres.chunks[index]?.plainBytes);
    if (!chunk) throw new Failure("repository_damaged", `${name} is missing in the store`);
    return chunk;
  });
  const expected = postgres.files.filter(({ sizeBytes }) => sizeBytes > 0).values();
  const hashes = hashAside((digests) => {
    for (const digest of digests) {
      const { path: name, sha256 } = expected.next().value ?? {};
      if (digest !== sha256)
        throw new Failure("repository_damaged", `${name} of ${manifest.id} is not what was backed up`);
    }
  });
  try {
    const closing = inFlight(16);
    let chunk: Buffer = Buffer.alloc(0);
    let stretches: Stretch[] = [];
    let at = 0;
    for (const file of postgres.files) {
      const target = path.join(root, safe(file.path));
      const handle = await open(target, "wx", file.mode);
      let left = file.sizeBytes;
      while (left > 0) {
        if (at === chunk.length) {
          if (stretches.length > 0) await hashes.add(chunk, stretches);
          chunk = await chunks.next();
          stretches = [];
          at = 0;
          told(chunk.length);
        }
        const length = Math.min(left, chunk.length - at);
        await writeFully(handle, chunk, at, length);
        stretches.push({ from: at, length, ends: length === left });
        at += length;
        left -= length;
      }
      await closing.add(() => finish(handle, target, file.mode, owner));
    }
    if (stretches.length > 0) await hashes.add(chunk, stretches);
    await closing.done();
    await hashes.done();
  } finally {
    await hashes.close();
  }
  const label = path.join(root, "backup_label");
  await writeFile(label, postgres.backupLabel, { mode: 0o600 });
  if (owner) await chown(label, owner.uid, owner.gid);
}

async function finish(
  handle: FileHandle,
  target: string,
  mode: number,
  owner: Account | null,
): Promise<void> {
  if (owner) await handle.chown(owner.uid, owner.gid);
  await handle.close();
  await chmod(target, mode);
}

async function makeFolder(folder: string, owner: Account | null): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (owner) await chown(folder, owner.uid, owner.gid);
}

/** A manifest is sealed by us, yet nothing it says leads out of the folder. */
function safe(relative: string): string {
  const normal = path.posix.normalize(relative);
  if (normal.startsWith("..") || path.posix.isAbsolute(normal)) {
    throw new Failure("repository_damaged", `A backup may not hold ${relative}`);
  }
  return normal;
}

/** Fetches in order, a few ahead of who takes them. */
export function fetchAhead(count: number, fetch: (index: number) => Promise<Buffer>) {
  const coming = new Map<number, Promise<Buffer>>();
  let taken = 0;
  const fill = () => {
    for (let index = taken; index < Math.min(count, taken + fetchesAhead); index += 1) {
      if (coming.has(index)) continue;
      const one = fetch(index);
      one.catch(() => {}); // whoever takes it hears of it
      coming.set(index, one);
    }
  };
  return {
    next: async (): Promise<Buffer> => {
      fill();
      const one = coming.get(taken);
      if (!one) throw new Failure("repository_damaged", "The backup is shorter than its manifest says");
      coming.delete(taken);
      taken += 1;
      fill();
      return await one;
    },
  };
}
