import type { BaseFact, WalRun } from "./catalogue-facts";
import { chainFrom, type IndexedRun, indexRuns, reachableRanges } from "./reachable-ranges";
import { parseSegment, segmentName } from "./wal-segment";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FAILED_DAYS = 7;
const CREATING_DAYS = 2;

export interface RetentionFacts {
  now: Date;
  bases: readonly BaseFact[];
  runs: readonly WalRun[];
  retentionDays: number;
  walHours?: number;
}

export interface RetentionPlan {
  /** By id, never by age or name alone: what is not in the catalogue is not touched. */
  deleteBases: string[];
  /** Both ends included; every segment named is in one of the runs. */
  deleteWal: { timeline: number; fromSegment: string; untilSegment: string }[];
  /** Id → why it stays. */
  kept: Record<string, string>;
}

/**
 * What may go. Kept whatever its age: what is locked, the last good backup, the last one proved to each level, and what
 * the window is restored from. Everything within `retentionDays` stays, hence at least one of each day that had one.
 *
 * The window is the `walHours` before now, or before the newest instant that can be reached (without any: that is in the
 * WAL) when that is earlier: of a server that fell silent the last hours must not age away, nor by a clock of ours that runs
 * ahead. WAL of the window stays even where nothing leads to it yet, because a missing segment may still come, and a
 * backup that is being made will need it.
 *
 * Not to be asked while a restore is under way: until the first segment of its new timeline is in `runs`, nothing here
 * says that the backup it began from, and the WAL up to the fork, are what that timeline stands on.
 */
export function planRetention(facts: RetentionFacts): RetentionPlan {
  const { now, runs } = facts;
  const ranges = reachableRanges(facts.bases, runs);
  const known = ranges.length > 0 ? ranges.map(({ until }) => until) : runs.map((run) => run.coveredUntil);
  const newestKnown = known.length > 0 ? Math.max(...known.map(Number)) : Number.POSITIVE_INFINITY;
  const newest = Math.min(now.getTime(), newestKnown);
  const windowStart = new Date(newest - (facts.walHours ?? 72) * HOUR);
  const windowIds = new Set(ranges.filter(({ until }) => until >= windowStart).map(({ baseId }) => baseId));

  const plan: RetentionPlan = { deleteBases: [], deleteWal: [], kept: {} };
  const reasonToKeep = keepRules(facts, windowIds, windowStart);
  const staying: BaseFact[] = [];
  for (const base of facts.bases) {
    if (base.status === "deleted") continue;
    const reason = reasonToKeep(base);
    if (reason === null) plan.deleteBases.push(base.id);
    else {
      plan.kept[base.id] = reason;
      staying.push(base);
    }
  }
  const index = indexRuns(runs);
  const needed = neededWal(staying, windowIds, windowStart, index);
  plan.deleteWal = index.flatMap((indexed) => leftOver(indexed, needed));
  return plan;
}

function keepRules(facts: RetentionFacts, windowIds: ReadonlySet<string>, windowStart: Date) {
  const { now, retentionDays } = facts;
  const newestFirst = facts.bases
    .filter(({ status }) => status === "good")
    .sort((a, b) => b.consistentAt.getTime() - a.consistentAt.getTime());
  const lastGood = newestFirst[0]?.id;
  // A level 1 of last night and a level 3 of last week are both "the last verified one" to somebody: neither goes.
  const lastProved = new Map([1, 2, 3].map((n) => [newestFirst.find(({ level }) => level >= n)?.id, n]));
  const isOlder = (at: Date, days: number) => at.getTime() < now.getTime() - days * DAY;

  return (base: BaseFact): string | null => {
    const { id, status, lockedUntil } = base;
    if (lockedUntil && lockedUntil > now) return `locked until ${lockedUntil.toISOString()}`;
    if (status === "creating")
      return isOlder(base.startedAt, CREATING_DAYS) ? null : "it is still being made";
    if (status === "failed")
      return isOlder(base.startedAt, FAILED_DAYS) ? null : `failed ones are shown for ${FAILED_DAYS} days`;
    if (id === lastGood) return "the last good one";
    if (lastProved.has(id)) return `the last one proved to level ${lastProved.get(id)}`;
    if (windowIds.has(id)) return "the restore window needs it";
    // Also one that leads nowhere: its own WAL may still be on the way.
    if (base.consistentAt >= windowStart) return "it lies in the restore window";
    return isOlder(base.consistentAt, retentionDays) ? null : `younger than ${retentionDays} days`;
  };
}

interface Stretch {
  timeline: number;
  from: number;
  until: number;
}

/** Stretches of WAL that must stay; generous where facts cannot be read. */
function neededWal(
  staying: readonly BaseFact[],
  windowIds: ReadonlySet<string>,
  windowStart: Date,
  index: readonly IndexedRun[],
): Stretch[] {
  const needed: Stretch[] = [];
  /** Per run, from where the window needs it: the newest base in it that is older than the window. */
  const cuts = new Map<IndexedRun, number>();
  for (const base of staying) {
    const { timeline, status } = base;
    const start = parseSegment(base.startSegment)?.number ?? null;
    if (status === "creating" && start !== null)
      needed.push({ timeline, from: start, until: Number.POSITIVE_INFINITY });
    if (status !== "good") continue;
    const stop = parseSegment(base.stopSegment)?.number ?? Number.POSITIVE_INFINITY;
    needed.push({ timeline, from: start ?? 0, until: stop });
    const [home, ...later] = chainFrom(base, index);
    if (!home || start === null) continue;
    if (base.consistentAt <= windowStart) cuts.set(home, Math.max(start, cuts.get(home) ?? 0));
    if (!windowIds.has(base.id)) continue;
    needed.push({ timeline, from: start, until: home.last }, ...later.map(wholeRun));
  }
  for (const indexed of index) {
    if (indexed.run.coveredUntil < windowStart) continue;
    needed.push({ ...wholeRun(indexed), from: cuts.get(indexed) ?? indexed.first });
  }
  return needed;
}

function wholeRun({ run, first, last }: IndexedRun): Stretch {
  return { timeline: run.timeline, from: first, until: last };
}

/** What of a run no stretch needs. */
function leftOver({ run, first, last }: IndexedRun, needed: readonly Stretch[]): RetentionPlan["deleteWal"] {
  const { timeline } = run;
  const inOrder = needed
    .filter((stretch) => stretch.timeline === timeline && stretch.until >= first && stretch.from <= last)
    .sort((a, b) => a.from - b.from);
  const left: RetentionPlan["deleteWal"] = [];
  const leave = (from: number, until: number) => {
    if (from > until) return;
    left.push({
      timeline,
      fromSegment: segmentName(timeline, from),
      untilSegment: segmentName(timeline, until),
    });
  };
  let next = first;
  for (const { from, until } of inOrder) {
    leave(next, Math.min(from - 1, last));
    next = Math.max(next, until + 1);
  }
  leave(next, last);
  return left;
}
