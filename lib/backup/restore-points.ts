import type { BaseFact, WalRun } from "./catalogue-facts";
import { type ReachableRange, rangeAt, rangesUntil, reachableRanges } from "./reachable-ranges";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface RestorePoint {
  at: Date;
  grain: "hour" | "day";
  baseId: string;
}

export interface RestorePointList {
  earliest: Date | null;
  latest: Date | null;
  ranges: { from: Date; until: Date; timeline: number }[];
  points: RestorePoint[];
}

/**
 * What is offered: full hours (UTC, so no hour is missing or twice when clocks change) inside the window, and before it
 * one point per UTC day. Only what can be reached is listed, by the same ranges that a restore is planned with.
 */
export function restorePoints(facts: {
  now: Date;
  bases: readonly BaseFact[];
  runs: readonly WalRun[];
  windowHours?: number;
}): RestorePointList {
  const { now, bases, runs, windowHours = 72 } = facts;
  const ranges = rangesUntil(reachableRanges(bases, runs), now);
  const windowStart = new Date(now.getTime() - windowHours * HOUR);
  return {
    earliest: ranges[0]?.from ?? null,
    latest: ranges.at(-1)?.until ?? null,
    ranges: joinTouching(ranges),
    points: [...dailyPoints(bases, ranges, windowStart), ...hourlyPoints(ranges, windowStart, now)],
  };
}

function dailyPoints(bases: readonly BaseFact[], ranges: readonly ReachableRange[], before: Date) {
  const byDay = new Map<number, RestorePoint>();
  for (const { status, consistentAt: at } of bases) {
    const range = status === "good" && at < before ? rangeAt(ranges, at) : null;
    if (!range) continue;
    const day = Math.floor(at.getTime() / DAY);
    const known = byDay.get(day);
    if (!known || known.at < at) byDay.set(day, { at, grain: "day", baseId: range.baseId });
  }
  return [...byDay.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function hourlyPoints(ranges: readonly ReachableRange[], from: Date, until: Date): RestorePoint[] {
  const points: RestorePoint[] = [];
  for (let ms = Math.ceil(from.getTime() / HOUR) * HOUR; ms <= until.getTime(); ms += HOUR) {
    const at = new Date(ms);
    const range = rangeAt(ranges, at);
    if (range) points.push({ at, grain: "hour", baseId: range.baseId });
  }
  return points;
}

/** People see one stretch where only the base changes that it is restored from. */
function joinTouching(ranges: readonly ReachableRange[]): RestorePointList["ranges"] {
  const joined: RestorePointList["ranges"] = [];
  for (const { from, until, timeline } of ranges) {
    const last = joined.at(-1);
    if (last?.timeline === timeline && last.until >= from) last.until = until;
    else joined.push({ from, until, timeline });
  }
  return joined;
}
