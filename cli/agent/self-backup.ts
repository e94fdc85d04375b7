import { readBackupLedger } from "@/cli/backup/backup-ledger";
import { findBackupSettings } from "@/cli/backup/settings";
import { readText } from "@/cli/lib/files";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { run } from "@/cli/lib/spawn";
import { nselfArgv } from "@/cli/task/launch-unit";
import { lostSince } from "@/cli/wal/lost-since";
import { readWalLedger } from "@/cli/wal/wal-ledger";

const hourMs = 3_600_000;
/** One that hangs must end some time; half a terabyte over a slow line takes longer than a night. */
const mostHours = 24;

/**
 * Takes a backup when nobody else has for too long, as when the control plane is away, or at once when part of the log was
 * given up. That is read from the ledgers each time, so neither a try that failed nor a new start of the agent forgets it.
 * In a process of its own: it lowers its priority for good.
 */
export async function selfBackupRound(paths: Paths, now = Date.now()): Promise<boolean> {
  const settings = await findBackupSettings(paths);
  if (!settings || (await readText(`${paths.postgresData}/PG_VERSION`)) === null) return false;
  const last = (await readBackupLedger(paths)).at(-1);
  // Without any backup yet, the control plane is about to ask for the first one.
  const late =
    last !== undefined && now - Date.parse(last.startedAt) > settings.selfBackupAfterHours * hourMs;
  const lost = last !== undefined && lostSince((await readWalLedger(paths)).runs, last);
  if (!late && !lost) return false;
  log.info("Taking a backup without being asked", { since: last.startedAt, lost });
  const result = await run(nselfArgv(["backup", "create", "--trigger", "agent", "--json"]), {
    timeoutMs: mostHours * hourMs,
  });
  if (result.exitCode !== 0) log.warn("The backup failed", { said: result.stdout.slice(-300) });
  return result.exitCode === 0;
}
