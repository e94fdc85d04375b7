import { mkdir } from "node:fs/promises";
import type { Manifest } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import type { Paths } from "@/cli/lib/paths";
import { diskSpace } from "@/cli/wal/ship-wal";

const segmentBytes = 16 * 1024 * 1024;

/** The log passes through a few segments at a time; what it touches twice stays within the data's size. */
export function neededBytes(plainBytes: number): number {
  return Math.ceil(plainBytes * 1.1) + 32 * segmentBytes;
}

/**
 * For proofs and drills, which restore the database beside what serves: a disk that they would fill is none to try it on.
 * Throws `disk_full` (try later), which says nothing of the backup.
 */
export async function requireRoom(paths: Paths, { postgres, id }: Manifest): Promise<void> {
  await mkdir(paths.restores, { recursive: true, mode: 0o755 });
  const { freeBytes } = await diskSpace(paths.restores);
  const needed = neededBytes(postgres.dataBytes);
  if (freeBytes > needed) return;
  throw new Failure(
    "disk_full",
    `The disk is too full to restore ${id} beside what runs: that takes ${gb(needed)} GB, ${gb(freeBytes)} GB are free`,
    {
      exit: "tryLater",
      hint: "Nothing is said about the backup. Make room, or choose a larger server type, and try again.",
    },
  );
}

const gb = (bytes: number) => (bytes / 1e9).toFixed(1);
