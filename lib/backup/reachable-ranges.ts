import type { BaseFact, WalRun } from "./catalogue-facts";
import { parseSegment } from "./wal-segment";

/** Every instant from `from` to `until`, both included. Where two ranges touch, the instant belongs to the later. */
export interface ReachableRange {
  from: Date;
  until: Date;
  timeline: number;
  baseId: string;
}

/** A run with its names read, once instead of for every base. */
export interface IndexedRun {
  run: WalRun;
  first: number;
  last: number;
  fork: number | null;
}

/**
 * What can be restored: per instant, from the newest base that leads there, since that leaves the least to replay.
 * Sorted, without overlap. Should clocks have made two timelines overlap, the newer timeline has the instant.
 */
export function reachableRanges(bases: readonly BaseFact[], runs: readonly WalRun[]): ReachableRange[] {
  const index = indexRuns(runs);
  const spans: ReachableRange[] = [];
  const byNewest = bases
    .filter((base) => base.status === "good")
    .sort((a, b) => b.consistentAt.getTime() - a.consistentAt.getTime() || (a.id < b.id ? 1 : -1));
  for (const base of byNewest)
    for (const [place, { run }] of chainFrom(base, index).entries()) {
      const from = place === 0 ? base.consistentAt : run.coveredFrom;
      // With its own segments a base is consistent, even if nothing was committed since.
      const until = place === 0 && run.coveredUntil < from ? from : run.coveredUntil;
      if (until >= from) spans.push({ from, until, timeline: run.timeline, baseId: base.id });
    }
  return withoutOverlap(spans.sort((a, b) => b.timeline - a.timeline));
}

/** Runs with names that cannot be read, or that end before they begin, lead nowhere and are left out. */
export function indexRuns(runs: readonly WalRun[]): IndexedRun[] {
  return runs.flatMap((run) => {
    const first = numberOn(run.timeline, run.firstSegment);
    const last = numberOn(run.timeline, run.lastSegment);
    if (first === null || last === null || last < first) return [];
    const fork = run.parent ? numberOn(run.parent.timeline, run.parent.forkSegment) : null;
    return [{ run, first, last, fork }];
  });
}

/** The run that a base lies in, then the runs of later timelines that it leads to; empty when its own WAL is not whole. */
export function chainFrom(base: BaseFact, index: readonly IndexedRun[]): IndexedRun[] {
  const start = numberOn(base.timeline, base.startSegment);
  const stop = numberOn(base.timeline, base.stopSegment);
  if (start === null || stop === null || stop < start) return [];
  const home = index.find(
    ({ run, first, last }) => run.timeline === base.timeline && first <= start && stop <= last,
  );
  if (!home) return [];
  const chain = [home];
  for (const reached of chain)
    for (const child of index) {
      const { fork } = child;
      const parent = child.run.parent;
      if (fork === null || parent?.timeline !== reached.run.timeline || chain.includes(child)) continue;
      // The child's first segment repeats what the parent had of it, so the parent is needed up to the one before.
      const isWhole = child.first === fork && reached.first <= fork && fork - 1 <= reached.last;
      if (!isWhole) continue;
      const endsBefore =
        stop < fork || (stop === fork && !!parent.forkAt && base.consistentAt <= parent.forkAt);
      if (reached !== home || endsBefore) chain.push(child);
    }
  return chain;
}

/** The range that an instant lies in, if any. */
export function rangeAt(ranges: readonly ReachableRange[], at: Date): ReachableRange | null {
  return ranges.findLast(({ from, until }) => from <= at && at <= until) ?? null;
}

/** A server's clock may run ahead of ours: what it calls later than now is not offered yet. */
export function rangesUntil(ranges: readonly ReachableRange[], now: Date): ReachableRange[] {
  return ranges
    .filter(({ from }) => from <= now)
    .map((range) => (range.until > now ? { ...range, until: now } : range));
}

/** Earlier spans come first in preference: of a later one only what they leave free is taken. */
function withoutOverlap(spans: readonly ReachableRange[]): ReachableRange[] {
  const taken: ReachableRange[] = [];
  for (const span of spans) {
    const free: ReachableRange[] = [];
    let { from } = span;
    let isCovered = false;
    for (const other of taken) {
      if (other.until < from) continue;
      if (other.from > span.until) break;
      if (other.from > from) free.push({ ...span, from, until: other.from });
      from = other.until;
      isCovered = other.until >= span.until;
    }
    if (!isCovered) free.push({ ...span, from });
    if (free.length === 0) continue;
    taken.push(...free);
    taken.sort((a, b) => a.from.getTime() - b.from.getTime() || a.until.getTime() - b.until.getTime());
  }
  return taken;
}

function numberOn(timeline: number, name: string): number | null {
  const segment = parseSegment(name);
  return segment?.timeline === timeline ? segment.number : null;
}
