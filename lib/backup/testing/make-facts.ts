import type { BaseFact, WalRun } from "@/lib/backup/catalogue-facts";
import { segmentName } from "@/lib/backup/wal-segment";

/** A good base on timeline 1, in segments `start` to `stop`. */
export function makeBase(
  id: string,
  consistentAt: string,
  segments: [number, number],
  rest?: Partial<BaseFact>,
) {
  const at = new Date(consistentAt);
  const timeline = rest?.timeline ?? 1;
  return {
    id,
    status: "good",
    timeline,
    startSegment: segmentName(timeline, segments[0]),
    stopSegment: segmentName(timeline, segments[1]),
    startedAt: new Date(at.getTime() - 300_000),
    consistentAt: at,
    level: 0,
    lockedUntil: null,
    trigger: "nightly",
    ...rest,
  } satisfies BaseFact;
}

export function makeRun(
  timeline: number,
  [first, last]: [number, number],
  [from, until]: [string, string],
  parent?: { timeline: number; fork: number; forkAt?: string },
): WalRun {
  return {
    timeline,
    firstSegment: segmentName(timeline, first),
    lastSegment: segmentName(timeline, last),
    coveredFrom: new Date(from),
    coveredUntil: new Date(until),
    parent: parent
      ? {
          timeline: parent.timeline,
          forkSegment: segmentName(parent.timeline, parent.fork),
          forkAt: parent.forkAt ? new Date(parent.forkAt) : undefined,
        }
      : null,
  };
}
