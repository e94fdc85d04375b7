import { readdir, readFile, rename, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { openRepository } from "@/cli/backup/open-repository";
import type { BackupSettings } from "@/cli/contract/backup";
import { Failure, systemCode } from "@/cli/lib/failure";
import { withLock } from "@/cli/lib/lock";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { readSegment, type SegmentFacts, segmentNamePattern } from "./read-segment";
import { endTurn, turnOf } from "./turn-to-serve";
import { addSegment, readWalLedger, writeWalLedger } from "./wal-ledger";

const historyPattern = /^[0-9A-F]{8}\.history$/;

/** Whole files of the spool in the order in which they came: history of a timeline before its segments. */
export async function spooledFiles(paths: Paths): Promise<string[]> {
  const names = await readdir(paths.walSpool).catch(() => [] as string[]);
  return names
    .filter((name) => segmentNamePattern.test(name) || historyPattern.test(name) || name.endsWith(".backup"))
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}
const sortKey = (name: string) =>
  historyPattern.test(name) ? `${name.slice(0, 8)}0` : `${name.slice(0, 8)}1${name}`;

/**
 * Ships what the spool holds, in order: read, checked, sealed, stored, read back, and only then removed here. Stops at the
 * first file that cannot be shipped, so that the store never has a hole which the server could still have filled; one that
 * was given up meanwhile is passed over.
 * One shipper at a time. Answers how many segments went.
 */
export async function shipWal(paths: Paths, settings: BackupSettings): Promise<number> {
  return await withLock(path.join(paths.run, "wal.lock"), 60_000, async () => {
    const repository = openRepository(settings);
    const ours = await systemIdentifier(paths);
    let shipped = 0;
    for (const name of await spooledFiles(paths)) {
      const file = path.join(paths.walSpool, name);
      // What PostgreSQL writes beside a backup says nothing that the manifest does not.
      if (name.endsWith(".backup")) {
        await rm(file, { force: true });
        continue;
      }
      const bytes = await readFile(file).catch(ifGone);
      // Given up since we looked (guard-disk.ts): what follows is another run of the ledger.
      if (bytes === null) continue;
      const facts = segmentNamePattern.test(name) ? readSegment(name, bytes) : null;
      if (facts && ours !== null && facts.systemIdentifier !== ours) {
        log.error("Write-ahead log of another cluster was set aside", { name, of: facts.systemIdentifier });
        await rename(file, path.join(paths.walSpool, `foreign.${name}`));
        continue;
      }
      await shipFile(paths, settings, repository, { name, bytes, facts });
      await rm(file, { force: true });
      shipped += 1;
    }
    return shipped;
  });
}

function ifGone(error: unknown): null {
  if (systemCode(error) === "ENOENT") return null;
  throw error;
}

/**
 * The number that a cluster gets when it is made: the first eight bytes of its control file (PostgreSQL's sources,
 * catalog/pg_control.h). Null when the data folder is gone: then its last log is worth more than this check.
 */
async function systemIdentifier(paths: Paths): Promise<string | null> {
  const control = await readFile(path.join(paths.postgresData, "global/pg_control")).catch(() => null);
  return control && control.length >= 8 ? control.readBigUInt64LE(0).toString() : null;
}

async function shipFile(
  paths: Paths,
  settings: BackupSettings,
  repository: ReturnType<typeof openRepository>,
  { name, bytes, facts }: { name: string; bytes: Buffer; facts: SegmentFacts | null },
): Promise<void> {
  const stored = await repository.put(repository.names.wal(name), bytes, settings.lockDays?.wal ?? null);
  const problem = await repository.check(repository.names.wal(name), stored);
  if (problem)
    throw new Failure("store_lied", `The store took ${name} but does not give it back: ${problem}`);
  if (!facts) return;
  const ledger = await readWalLedger(paths);
  const servesSince = await turnOf(paths, facts.timeline);
  const segment = { name, facts, storedBytes: stored.storedBytes, shippedAt: new Date(), servesSince };
  await writeWalLedger(paths, addSegment(ledger, segment));
  if (servesSince) await endTurn(paths, facts.timeline);
}

export async function diskSpace(folder: string): Promise<{ freeBytes: number; totalBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
