import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "@/cli/lib/failure";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { removeExpired } from "@/cli/restore/fenced";
import { guardDisk } from "@/cli/wal/guard-disk";
import { type Marks, markRound } from "./mark-loop";
import { sendReport } from "./report-loop";
import { selfBackupRound } from "./self-backup";
import { shipRound } from "./ship-loop";

/** The agent's work beside answering: each loop lives on its own, none can stop another. Ends when the signal aborts. */
export function runLoops(paths: Paths, signal: AbortSignal): void {
  let failures = 0;
  let marks: Marks = { at: 0, counter: null };

  loop(signal, async () => {
    const round = await shipRound(paths, failures);
    failures = round.failures;
    return round.waitMs;
  });
  // Not part of shipping: a store that answers slowly or not at all must not keep it from running while the disk fills.
  loop(signal, async () => {
    await guardDisk(paths);
    return 2000;
  });
  loop(signal, async () => {
    marks = await markRound(paths, marks);
    return 5000;
  });
  loop(signal, async () => {
    await sendReport(paths);
    return 20_000;
  });
  loop(signal, async () => {
    await selfBackupRound(paths);
    return 60_000;
  });
  loop(signal, async () => {
    await removeExpired(paths);
    return 600_000;
  });
}

/** Runs a round, waits as long as it says, and so on; one that throws is tried again after a while. */
async function loop(signal: AbortSignal, round: () => Promise<number>): Promise<void> {
  let said = "";
  while (!signal.aborted) {
    const waitMs = await round().catch((error: unknown) => {
      const reason = messageOf(error);
      // The database may be down for a restore; that is said once, not every few seconds.
      if (reason !== said) log.warn("A round of the agent failed", { reason });
      said = reason;
      return 10_000;
    });
    await delay(waitMs, undefined, { signal, ref: false }).catch(() => {});
  }
}
