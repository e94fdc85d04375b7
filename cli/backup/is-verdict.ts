import { Failure } from "@/cli/lib/failure";

/** What is found in a backup. Everything else happened to whoever looked: the disk, Docker, the store, a mistake of ours. */
const verdicts = new Set([
  "integrity",
  "no_such_backup",
  "recovery_failed",
  "repository_damaged",
  "target_unreachable",
  "wal_damaged",
  "wrong_key",
]);

/** Whether a failure says that the backup is bad. One that does not must never be written down as if it did. */
export function isVerdict(error: unknown): boolean {
  return error instanceof Failure && error.exit !== "tryLater" && verdicts.has(error.code);
}
