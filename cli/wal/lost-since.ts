import type { WalRunReport } from "@/cli/contract/backup";
import { following } from "@/cli/restore/serve-wal";

/**
 * Whether log was lost and no base was begun after it: the newest run does not continue what was shipped before it. Nothing
 * of that run can be restored until there is one. A run that an undo has begun continues its timeline and is no loss.
 */
export function lostSince(
  runs: readonly WalRunReport[],
  base: { timeline: number; startSegment: string },
): boolean {
  const newest = runs.at(-1);
  if (!newest || newest.parent) return false;
  const before = runs.slice(0, -1).filter(({ timeline }) => timeline <= newest.timeline);
  if (before.length === 0) return false;
  const continues = before.some(
    ({ timeline, lastSegment }) =>
      timeline === newest.timeline && following(lastSegment) === newest.firstSegment,
  );
  const based = base.timeline === newest.timeline && base.startSegment >= newest.firstSegment;
  return !continues && !based;
}
