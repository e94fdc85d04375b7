import { isTimeWithZone } from "@/cli/backup/backup-id";
import { listBackups } from "@/cli/backup/list-backups";
import type { OpenRepository } from "@/cli/backup/open-repository";
import type { RestoreTarget, WalRunReport } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import type { Paths } from "@/cli/lib/paths";
import { readWalLedger } from "@/cli/wal/wal-ledger";

/**
 * From which backup and on which timeline a time is restored, from what this server knows. Nobody should have to guess a
 * zone: a time without one is refused (usage).
 */
export async function chooseTarget(
  paths: Paths,
  repository: OpenRepository,
  time: string,
): Promise<RestoreTarget> {
  if (!isTimeWithZone(time)) {
    throw new Failure("invalid_input", `"${time}" has no zone`, {
      exit: "usage",
      hint: 'Write it with its zone: "2026-05-07 13:45:00 UTC" or 2026-05-07T13:45:00+02:00.',
    });
  }
  const at = new Date(time.replace(/ ?UTC$/i, "Z").replace(/^(\S+) (\d)/, "$1T$2"));
  if (Number.isNaN(at.getTime()))
    throw new Failure("invalid_input", `"${time}" is no time`, { exit: "usage" });
  const iso = at.toISOString();
  const backups = (await listBackups(repository)).filter(({ problem }) => problem === null);
  const first = backups.at(-1)?.consistentAt;
  if (!first || first > iso) {
    throw new Failure("target_unreachable", `There is no backup from before ${iso}`, {
      hint: first ? `The earliest that can be restored is ${first}.` : "nself backup create",
    });
  }
  const { runs } = await readWalLedger(paths);
  const run = runs.findLast(({ coveredFrom, coveredUntil }) => coveredFrom <= iso && iso <= coveredUntil);
  const base = backups.find(
    ({ consistentAt, stopSegment }) =>
      run && consistentAt && stopSegment && consistentAt <= iso && leadsTo(stopSegment, run.timeline, runs),
  );
  if (!run || !base) {
    const latest = runs
      .map(({ coveredUntil }) => coveredUntil)
      .sort()
      .at(-1);
    throw new Failure("target_unreachable", `The write-ahead log of ${iso} is not off-site`, {
      hint: latest ? `The latest that can be restored is ${latest}.` : "nself backup status --wal",
    });
  }
  return { backupId: base.id, at: iso, timeline: run.timeline };
}

/** Whether a base that ends in this segment lies on the timeline, or on an ancestor before the fork. */
function leadsTo(stopSegment: string, timeline: number, runs: WalRunReport[]): boolean {
  const own = Number.parseInt(stopSegment.slice(0, 8), 16);
  if (own === timeline) return true;
  const parent = runs.find((run) => run.timeline === timeline && run.parent)?.parent;
  if (!parent) return false;
  return own === parent.timeline
    ? stopSegment < parent.forkSegment
    : leadsTo(stopSegment, parent.timeline, runs);
}
