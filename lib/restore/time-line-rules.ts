import type { RestorePoints } from "./restore-schemas";

/** A stretch of time, in milliseconds. */
export interface Span {
  from: number;
  until: number;
}

/** What can be restored, joined over timelines, in order. */
export function coveredSpans(ranges: RestorePoints["ranges"]): Span[] {
  const spans: Span[] = [];
  const ordered = ranges
    .map(({ from, until }) => ({ from: Date.parse(from), until: Date.parse(until) }))
    .sort((a, b) => a.from - b.from);
  for (const span of ordered) {
    const last = spans.at(-1);
    if (last && span.from <= last.until) last.until = Math.max(last.until, span.until);
    else spans.push(span);
  }
  return spans;
}

/** The parts of `spans` that lie in the window. */
export function within(window: Span, spans: Span[]): Span[] {
  return spans
    .map(({ from, until }) => ({
      from: Math.max(from, window.from),
      until: Math.min(until, window.until),
    }))
    .filter(({ from, until }) => from < until);
}

/** What is between and around the covered spans. The last one ends with the newest that is off-site, not now. */
export function gapsIn(window: Span, covered: Span[]): Span[] {
  const gaps: Span[] = [];
  let from = window.from;
  for (const span of within(window, covered)) {
    if (span.from > from) gaps.push({ from, until: span.from });
    from = span.until;
  }
  if (window.until > from) gaps.push({ from, until: window.until });
  return gaps;
}

export function isCovered(at: number, covered: Span[]): boolean {
  return covered.some(({ from, until }) => from <= at && at <= until);
}

/** Where a time stands in the window, 0 to 1. */
export function shareOf(window: Span, at: number): number {
  return (at - window.from) / (window.until - window.from);
}

const minute = 60_000;

/** How far a key moves the chosen time; null for keys that do not. */
export function keyStep(key: string): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -minute,
    ArrowRight: minute,
    ArrowDown: -60 * minute,
    ArrowUp: 60 * minute,
    PageDown: -1440 * minute,
    PageUp: 1440 * minute,
  };
  return steps[key] ?? null;
}

export interface Tick {
  at: number;
  midnight: boolean;
}

/** Midnights of the viewer's zone, each or each fifth, and noons where there is room; on a short line the half hours. */
export function ticksIn(window: Span): Tick[] {
  const days = (window.until - window.from) / (1440 * minute);
  if (days < 0.5) {
    const half = 30 * minute;
    const first = Math.ceil(window.from / half) * half;
    const count = Math.floor((window.until - first) / half) + 1;
    return Array.from({ length: count }, (_, nth) => ({ at: first + nth * half, midnight: false }));
  }
  const stride = days > 7 ? 5 : 1;
  const ticks: Tick[] = [];
  const day = new Date(window.from);
  day.setHours(0, 0, 0, 0);
  for (let count = 0; day.getTime() <= window.until; count += 1) {
    const noon = new Date(day);
    noon.setHours(12);
    if (count % stride === 0) ticks.push({ at: day.getTime(), midnight: true });
    if (stride === 1) ticks.push({ at: noon.getTime(), midnight: false });
    day.setDate(day.getDate() + 1);
  }
  return ticks.filter(({ at }) => at >= window.from && at <= window.until);
}

/** Puts marks that would cover one another into rows; what finds no row is left to the list of events. */
export function rowsOfMarks<T extends { at: string }>(
  window: Span,
  events: T[],
  rows: number,
  width: number,
): { event: T; row: number; share: number }[] {
  const ends = Array.from({ length: rows }, () => -1);
  const placed: { event: T; row: number; share: number }[] = [];
  for (const event of [...events].sort((a, b) => a.at.localeCompare(b.at))) {
    const share = shareOf(window, Date.parse(event.at));
    const row = ends.findIndex((end) => end <= share);
    if (share < 0 || share > 1 || row < 0) continue;
    ends[row] = share + width;
    placed.push({ event, row, share });
  }
  return placed;
}

/** A time pointed at: to the full minute (ten on a long line), or the edge of what is covered when that is close. */
export function snap(at: number, window: Span, covered: Span[]): number {
  const length = window.until - window.from;
  const edge = covered
    .flatMap(({ from, until }) => [from, until])
    .find((time) => Math.abs(time - at) < length * 0.008);
  if (edge !== undefined && !isCovered(at, covered)) return edge;
  const unit = length > 7 * 1440 * minute ? 10 * minute : minute;
  const rounded = Math.round(at / unit) * unit;
  return isCovered(at, covered) && !isCovered(rounded, covered) ? (edge ?? at) : rounded;
}
