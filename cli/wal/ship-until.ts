import { setTimeout as delay } from "node:timers/promises";
import type { BackupSettings, WalRunReport } from "@/cli/contract/backup";
import { Failure, messageOf } from "@/cli/lib/failure";
import type { Paths } from "@/cli/lib/paths";
import { shipWal } from "./ship-wal";
import { readWalLedger } from "./wal-ledger";

/** How long shipping may stand still while log is waited for; while segments go, what lies before it may take hours. */
const standstillMs = 180_000;

/**
 * Ships until the log between these segments, both included, is off-site without a gap; the agent may be shipping the same.
 * Throws `wal_lost` when part of it was given up, `wal_stalled` when nothing goes any more.
 */
export async function shipUntil(
  paths: Paths,
  settings: BackupSettings,
  range: { from: string; to: string },
  patienceMs = standstillMs,
): Promise<void> {
  const { to } = range;
  let moved = Date.now();
  let known: string | null = null;
  let said = "it does not come into the spool";
  for (;;) {
    await shipWal(paths, settings).catch((error) => {
      if (error instanceof Failure && error.exit === "failed") throw error;
      said = messageOf(error);
    });
    const { runs, lastShippedAt } = await readWalLedger(paths);
    if (isOffSite(runs, range)) return;
    if (lastShippedAt !== known) moved = Date.now();
    known = lastShippedAt;
    if (Date.now() - moved > patienceMs) {
      throw new Failure("wal_stalled", `The write-ahead log (${to}) is not off-site: ${said}`, {
        exit: "tryLater",
        hint: "nself backup status --wal",
      });
    }
    await delay(100);
  }
}

/** In one run, that is: a later run that reaches the end says nothing of what lies before it. */
function isOffSite(runs: WalRunReport[], { from, to }: { from: string; to: string }): boolean {
  const timeline = Number.parseInt(to.slice(0, 8), 16);
  const reaching = runs.filter((run) => run.timeline === timeline && run.lastSegment >= to);
  if (reaching.some(({ firstSegment }) => firstSegment <= from)) return true;
  if (reaching.length === 0) return false;
  throw new Failure("wal_lost", `Part of the write-ahead log between ${from} and ${to} was given up`, {
    hint: "Make room on the disk, then take another backup: nself backup create",
  });
}
