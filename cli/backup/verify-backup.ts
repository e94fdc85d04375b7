import { rm } from "node:fs/promises";
import type { Manifest, Verified } from "@/cli/contract/backup";
import { Failure, messageOf } from "@/cli/lib/failure";
import { eachInFlight } from "@/cli/lib/in-flight";
import type { Paths } from "@/cli/lib/paths";
import { examineCluster } from "@/cli/restore/examine-cluster";
import { recoverBeside } from "@/cli/restore/recover-beside";
import { progressWriter, restoreFolder } from "@/cli/restore/restore-folder";
import { requireRoom } from "@/cli/restore/room-for-restore";
import { following } from "@/cli/restore/serve-wal";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { readSegment } from "@/cli/wal/read-segment";
import { isVerdict } from "./is-verdict";
import type { OpenRepository } from "./open-repository";
import { readManifest } from "./read-manifest";
import { checkObjects } from "./store-objects";

type Check = Verified["checksum"];
const skipped: Check = { status: "skipped", detail: "not asked for", seconds: null };
const atOnce = 4;

/**
 * Proves a backup up to a level: 1 every object as it was stored, 2 manifest and log from its start to its end, 3 restored
 * into a throw-away instance, every row read, every index walked. That it is bad is an answer; what says nothing about
 * it throws: the store not answering, `disk_full`, `docker_failed`.
 */
export async function verifyBackup(
  paths: Paths,
  repository: OpenRepository,
  id: string,
  wanted: 1 | 2 | 3,
): Promise<Verified> {
  const verified: Verified = {
    id,
    valid: false,
    level: 0,
    checksum: skipped,
    chain: skipped,
    restore: skipped,
    integrity: skipped,
    rowCount: null,
  };
  let manifest: Manifest | null = null;
  verified.checksum = await timed(async () => {
    manifest = await readManifest(repository, id);
    return await checkChunks(repository, manifest);
  });
  const found = manifest as Manifest | null;
  if (verified.checksum.status === "failed" || !found) return verified;
  verified.level = 1;
  if (wanted >= 2) {
    verified.chain = await timed(() => checkChain(repository, found));
    if (verified.chain.status === "failed") return verified;
    verified.level = 2;
  }
  if (wanted === 3) {
    await restoreOnce(paths, repository, found, verified);
    if (verified.integrity.status !== "passed") return verified;
    verified.level = 3;
  }
  return { ...verified, valid: true };
}

/** What is found in the backup is the answer "failed"; what happens to this machine or to the store is thrown. */
async function timed(body: () => Promise<string>): Promise<Check> {
  const from = performance.now();
  const seconds = () => Math.round((performance.now() - from) / 10) / 100;
  try {
    return { status: "passed", detail: await body(), seconds: seconds() };
  } catch (error) {
    if (!isVerdict(error)) throw error;
    return { status: "failed", detail: messageOf(error), seconds: seconds() };
  }
}

const damaged = (why: string) => new Failure("repository_damaged", why);

async function checkChunks(repository: OpenRepository, manifest: Manifest): Promise<string> {
  let bytes = 0;
  await eachInFlight(manifest.postgres.chunks, atOnce, async (chunk, index) => {
    const problem = await repository.check(repository.names.chunk(manifest.id, index), chunk);
    if (problem) throw damaged(problem);
    bytes += chunk.storedBytes;
  });
  const objects = await checkObjects(repository, manifest);
  return `${manifest.postgres.chunks.length + objects} objects, ${(bytes / 1e6).toFixed(0)} MB, as they were stored`;
}

/** Each segment opens, is the one that its name says, belongs to this cluster, and none is missing from start to end. */
async function checkChain(repository: OpenRepository, { postgres, id }: Manifest): Promise<string> {
  const total = postgres.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  if (total !== postgres.dataBytes)
    throw damaged(`${id} names files of ${total} bytes instead of ${postgres.dataBytes}`);
  let segments = 0;
  for (let name = postgres.startSegment; ; name = following(name)) {
    const bytes = await repository.get(repository.names.wal(name));
    if (!bytes) throw damaged(`WAL segment ${name} is missing`);
    const facts = readSegment(name, bytes);
    if (facts.systemIdentifier !== postgres.systemIdentifier)
      throw damaged(`WAL segment ${name} is of another cluster`);
    segments += 1;
    if (name >= postgres.stopSegment) break;
  }
  return `${segments} segments of write-ahead log without a gap`;
}

async function restoreOnce(
  paths: Paths,
  repository: OpenRepository,
  manifest: Manifest,
  verified: Verified,
): Promise<void> {
  const folder = restoreFolder(paths, `verify_${manifest.id}`);
  await rm(folder.folder, { recursive: true, force: true });
  await requireRoom(paths, manifest);
  const runtime = await chooseRuntime(paths);
  const progress = progressWriter(folder, manifest.postgres.dataBytes);
  const target = { backupId: manifest.id, at: null, timeline: null };
  const from = performance.now();
  try {
    await recoverBeside(runtime, repository, manifest, target, folder, progress, async (connect) => {
      const seconds = Math.round((performance.now() - from) / 10) / 100;
      verified.restore = {
        status: "passed",
        detail: `restored to a throw-away instance in ${seconds.toFixed(1)} s`,
        seconds,
      };
      verified.integrity = await timed(async () => {
        const examined = await examineCluster(connect);
        verified.rowCount = examined.rowCount;
        return `${examined.rowCount.toLocaleString("en-US")} rows in ${examined.databases} databases read, ${examined.indexes} indexes walked`;
      });
    });
  } catch (error) {
    if (!isVerdict(error)) throw error;
    verified.restore = { status: "failed", detail: messageOf(error), seconds: null };
  } finally {
    await rm(folder.folder, { recursive: true, force: true });
  }
}
