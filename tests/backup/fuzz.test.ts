import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listDataFiles } from "@/cli/backup/data-files";
import { type OpenRepository, openRepository } from "@/cli/backup/open-repository";
import type { Store } from "@/cli/backup/open-store";
import { readManifest } from "@/cli/backup/read-manifest";
import { storeDataFiles } from "@/cli/backup/store-data-files";
import { verifyBackup } from "@/cli/backup/verify-backup";
import type { Manifest, Repository, StoredObject } from "@/cli/contract/backup";
import { newBackupKey } from "@/cli/contract/sealed-object";
import { pathsBelow } from "@/cli/lib/paths";
import { writeDataFiles } from "@/cli/restore/write-data-files";

/** An object store in memory that can be tampered with. */
function memoryStore(prefix: string, objects: Map<string, Buffer>): Store {
  return {
    prefix,
    putNew: async (name, bytes) => {
      if (objects.has(name)) return "exists";
      objects.set(name, Buffer.from(bytes));
      return "stored";
    },
    get: async (name) => objects.get(name) ?? null,
    list: async (below) =>
      [...objects.keys()]
        .filter((name) => name.startsWith(below))
        .sort()
        .map((name) => ({ name, sizeBytes: objects.get(name)?.length ?? 0 })),
  };
}

const segmentBytes = 64 * 1024;
const systemIdentifier = 7_000_000_000_000_000_001n;

/** A segment as PostgreSQL begins one: its first page's head, and nothing in it. */
function segment(number: number): Buffer {
  const bytes = Buffer.alloc(segmentBytes);
  bytes.writeUInt16LE(0xd113, 0);
  bytes.writeUInt32LE(1, 4);
  bytes.writeBigUInt64LE(BigInt(number) * BigInt(segmentBytes), 8);
  bytes.writeBigUInt64LE(systemIdentifier, 24);
  bytes.writeUInt32LE(segmentBytes, 32);
  return bytes;
}
const segmentName = (number: number) =>
  `00000001${"0".repeat(14)}${number.toString(16).toUpperCase().padStart(2, "0")}`;

let folder: string;
const truth = new Map<string, string>();
const original = new Map<string, Buffer>();
const id = "bak_20261121_020000";
const older = "bak_20261120_020000";
const repository: Repository = {
  place: {
    endpoint: "http://127.0.0.1:9",
    region: "hel1",
    bucket: "b",
    prefix: "servers/srv_a/",
    accessKeyId: "a",
    secretAccessKey: "b",
  },
  key: newBackupKey(),
};
const foreign: Repository = {
  place: { ...repository.place, prefix: "servers/srv_b/" },
  // The worst case: the same key, so that only the name tells them apart.
  key: repository.key,
};

async function backUp(into: OpenRepository, backupId: string, data: string): Promise<void> {
  const listed = await listDataFiles(data);
  const put = async (name: string, plain: Buffer): Promise<StoredObject> => {
    const { fresh: _, ...stored } = await into.put(name, plain, null);
    return stored;
  };
  const { files, chunks } = await storeDataFiles(data, listed.files, (index, plain) =>
    put(into.names.chunk(backupId, index), plain),
  );
  for (const number of [3, 4, 5]) await into.put(into.names.wal(segmentName(number)), segment(number), null);
  const dataBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const manifest: Manifest = {
    version: 1,
    id: backupId,
    serverId: "srv_a",
    label: null,
    trigger: "manual",
    nselfVersion: "0",
    startedAt: "2026-11-21T02:00:00.000Z",
    consistentAt: "2026-11-21T02:00:01.000Z",
    postgres: {
      version: 160000,
      systemIdentifier: systemIdentifier.toString(),
      timeline: 1,
      startLsn: "0/30000",
      stopLsn: "0/50000",
      startSegment: segmentName(3),
      stopSegment: segmentName(5),
      backupLabel: "START WAL LOCATION\n",
      dataBytes,
      databaseBytes: dataBytes,
      chunkBytes: 16 * 1024 * 1024,
      chunks,
      folders: listed.folders,
      files,
    },
    objects: null,
    config: { domain: "a.example", plugins: [], files: [] },
  };
  await into.put(into.names.manifest(backupId), Buffer.from(JSON.stringify(manifest)), null);
}

beforeAll(async () => {
  folder = await mkdtemp("/var/tmp/nself-fuzz-");
  const data = path.join(folder, "data");
  for (const below of ["global", "base/1", "pg_wal"])
    await mkdir(path.join(data, below), { recursive: true });
  await writeFile(path.join(data, "PG_VERSION"), "16\n");
  await writeFile(path.join(data, "global/pg_control"), randomBytes(8192));
  for (let file = 0; file < 12; file += 1) {
    await writeFile(path.join(data, `base/1/${file}`), randomBytes(500 + file * 700));
  }
  const store = memoryStore(repository.place.prefix, original);
  await backUp(openRepository(repository, store), older, data);
  await writeFile(path.join(data, "base/1/0"), randomBytes(900));
  await backUp(openRepository(repository, store), id, data);
  await backUp(openRepository(foreign, memoryStore(foreign.place.prefix, original)), id, data);
  const listed = await listDataFiles(data);
  for (const file of listed.files) truth.set(file.path, hashOf(await readFile(path.join(data, file.path))));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Numbers that a seed repeats (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const kinds = [
  "bit flip",
  "truncation",
  "deletion",
  "swap",
  "stale copy",
  "another server's object",
  "appended bytes",
] as const;

/** Tampers with one object that the restore of `id` needs; answers what was done. */
function mutate(objects: Map<string, Buffer>, next: () => number): string {
  const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T;
  const needed = [...objects.keys()].filter(
    (name) => name.startsWith(`servers/srv_a/backups/${id}/`) || name.startsWith("servers/srv_a/wal/"),
  );
  const name = pick(needed);
  const bytes = objects.get(name) ?? Buffer.alloc(0);
  const kind = pick(kinds);
  if (kind === "bit flip") {
    const at = Math.floor(next() * bytes.length);
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8((flipped[at] ?? 0) ^ (1 << Math.floor(next() * 8)), at);
    objects.set(name, flipped);
  } else if (kind === "truncation") objects.set(name, bytes.subarray(0, Math.floor(next() * bytes.length)));
  else if (kind === "deletion") objects.delete(name);
  else if (kind === "appended bytes")
    objects.set(name, Buffer.concat([bytes, randomBytes(1 + Math.floor(next() * 40))]));
  else {
    const others =
      kind === "swap"
        ? needed.filter((one) => one !== name)
        : [...objects.keys()].filter((one) =>
            one.startsWith(kind === "stale copy" ? `servers/srv_a/backups/${older}/` : "servers/srv_b/"),
          );
    const other = pick(others);
    const taken = objects.get(other) ?? Buffer.alloc(0);
    if (kind === "swap") objects.set(other, bytes);
    objects.set(name, taken);
  }
  return `${kind} of ${name}`;
}

async function filesBelow(root: string, below = ""): Promise<string[]> {
  const entries = await readdir(path.join(root, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map((entry) => {
      const relative = below === "" ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(root, relative) : [relative];
    }),
  );
  return found.flat();
}

/** What a restore would do with this repository: "refused", or whether all bytes are the truth. */
async function restore(objects: Map<string, Buffer>, target: string): Promise<"refused" | "right" | "wrong"> {
  const opened = openRepository(repository, memoryStore(repository.place.prefix, objects));
  try {
    const verified = await verifyBackup(pathsBelow(folder), opened, id, 2);
    if (!verified.valid) return "refused";
    await writeDataFiles(opened, await readManifest(opened, id), target, null, () => {});
  } catch {
    return "refused";
  }
  const files = (await filesBelow(target)).filter((file) => file !== "backup_label");
  const right = await Promise.all(
    files.map(async (file) => truth.get(file) === hashOf(await readFile(path.join(target, file)))),
  );
  return right.every(Boolean) && files.length === truth.size ? "right" : "wrong";
}

test("an untouched repository is restored byte for byte", async () => {
  expect(await restore(new Map(original), path.join(folder, "untouched"))).toBe("right");
});

test("none of 2,500 mutations of a repository is restored wrongly, and every one that matters is refused", async () => {
  const outcomes = { refused: 0, right: 0, wrong: [] as string[] };
  for (let seed = 1; seed <= 2500; seed += 1) {
    const objects = new Map(original);
    const done = mutate(objects, random(seed));
    const target = path.join(folder, `t${seed}`);
    const outcome = await restore(objects, target);
    await rm(target, { recursive: true, force: true });
    if (outcome === "wrong") outcomes.wrong.push(`seed ${seed}: ${done}`);
    else outcomes[outcome] += 1;
  }
  expect(outcomes.wrong).toEqual([]);
  // Every mutation touches an object that the restore needs, so none may go unnoticed.
  expect(outcomes).toMatchObject({ refused: 2500, right: 0 });
});
