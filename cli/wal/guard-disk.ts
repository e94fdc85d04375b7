import { rm, stat } from "node:fs/promises";
import path from "node:path";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { segmentNamePattern } from "./read-segment";
import { diskSpace, spooledFiles } from "./ship-wal";

/** Below this the spool gives way: a database that stands still is worse than a gap that is known. */
const lastReserveBytes = 256 * 1024 * 1024;
const lastReserveShare = 0.03;

/**
 * Throws away the oldest of the spool when the disk is about to be full. It leaves a gap in the write-ahead log, which the
 * ledger shows and the next base backup closes. Answers how many segments were given up. Safe beside the shipper: whatever
 * either has removed is gone for the other.
 */
export async function guardDisk(paths: Paths): Promise<number> {
  const { freeBytes, totalBytes } = await diskSpace(paths.state);
  const reserve = Math.min(lastReserveBytes, totalBytes * lastReserveShare);
  if (freeBytes >= reserve) return 0;
  let given = 0;
  let free = freeBytes;
  for (const name of await spooledFiles(paths)) {
    if (free >= reserve) break;
    // A timeline's history is a few bytes, and without it nothing of that timeline can ever be restored.
    if (!segmentNamePattern.test(name)) continue;
    const file = path.join(paths.walSpool, name);
    const there = await stat(file).catch(() => null);
    if (!there) continue;
    await rm(file, { force: true });
    free += there.size;
    given += 1;
  }
  if (given > 0)
    log.error("The disk is full: write-ahead log that was not shipped was given up", { segments: given });
  return given;
}
