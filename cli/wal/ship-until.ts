import { setTimeout as delay } from "node:timers/promises";
import type { BackupSettings } from "@/cli/contract/backup";
import { Failure, messageOf } from "@/cli/lib/failure";
import type { Paths } from "@/cli/lib/paths";
import { shipWal } from "./ship-wal";
import { readWalLedger } from "./wal-ledger";

/** How long write-ahead log that is waited for may take to come off-site. */
const walTimeoutMs = 180_000;

/** Ships until this segment is off-site; the agent may be shipping the same. */
export async function shipUntil(paths: Paths, settings: BackupSettings, segment: string): Promise<void> {
  const deadline = Date.now() + walTimeoutMs;
  let said = "it does not come into the spool";
  for (;;) {
    await shipWal(paths, settings).catch((error) => {
      if (error instanceof Failure && error.exit === "failed") throw error;
      said = messageOf(error);
    });
    const { runs } = await readWalLedger(paths);
    if (
      runs.some(
        (run) => run.timeline === Number.parseInt(segment.slice(0, 8), 16) && run.lastSegment >= segment,
      )
    )
      return;
    if (Date.now() > deadline) {
      throw new Failure("wal_stalled", `The write-ahead log (${segment}) is not off-site: ${said}`, {
        exit: "tryLater",
        hint: "nself backup status --wal",
      });
    }
    await delay(100);
  }
}
