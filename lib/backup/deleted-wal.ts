import { db, type Tx } from "@/lib/db";
import type { WalRun } from "./catalogue-facts";
import { nextSegment, parseSegment, segmentName } from "./wal-segment";

/** Log that is not to be relied on any more: from one segment until before another of the same timeline. */
export interface DeletedStretch {
  timeline: number;
  fromSegment: string;
  beforeSegment: string;
}

export async function readDeletedWal(serverId: string, tx: Tx = db()): Promise<DeletedStretch[]> {
  return await tx.deletedWal.findMany({ where: { serverId }, orderBy: { fromSegment: "asc" } });
}

/**
 * Records that a stretch of log, both ends included, is about to be deleted. It is joined to those that it touches, so that
 * there are about as many rows as bases; the whole is then deleted once more, which is one listing in any case.
 */
export async function recordDeletedWal(
  tx: Tx,
  serverId: string,
  range: { timeline: number; fromSegment: string; untilSegment: string },
): Promise<void> {
  const { timeline } = range;
  const joined = { fromSegment: range.fromSegment, beforeSegment: nextSegment(range.untilSegment) };
  // In the order of their names: one that is joined may touch the next.
  for (const known of await tx.deletedWal.findMany({
    where: { serverId, timeline },
    orderBy: { fromSegment: "asc" },
  })) {
    if (known.beforeSegment < joined.fromSegment || known.fromSegment > joined.beforeSegment) continue;
    if (known.fromSegment < joined.fromSegment) joined.fromSegment = known.fromSegment;
    if (known.beforeSegment > joined.beforeSegment) joined.beforeSegment = known.beforeSegment;
    await tx.deletedWal.delete({
      where: { serverId_fromSegment: { serverId, fromSegment: known.fromSegment } },
    });
  }
  await tx.deletedWal.create({ data: { serverId, timeline, ...joined } });
}

/** Whether nothing is left of a run. */
export function isDeleted(
  run: { timeline: number; firstSegment: string; lastSegment: string },
  deleted: readonly DeletedStretch[],
): boolean {
  return deleted.some(
    ({ timeline, fromSegment, beforeSegment }) =>
      timeline === run.timeline && fromSegment <= run.firstSegment && run.lastSegment < beforeSegment,
  );
}

/**
 * What is left of a run: its pieces between what was deleted. Where in time a segment lies is known for the end of a run
 * only; so an earlier piece promises no moment, and is good for the bases that lie in it as they were when they ended.
 */
export function withoutDeleted(run: WalRun, deleted: readonly DeletedStretch[]): WalRun[] {
  const { timeline } = run;
  const first = parseSegment(run.firstSegment)?.number;
  const last = parseSegment(run.lastSegment)?.number;
  if (first === undefined || last === undefined) return [run];
  const pieces: WalRun[] = [];
  const leave = (from: number, until: number) => {
    if (from > until) return;
    const coveredUntil = until === last ? run.coveredUntil : new Date(run.coveredFrom.getTime() - 1);
    const segments = { firstSegment: segmentName(timeline, from), lastSegment: segmentName(timeline, until) };
    pieces.push({ ...run, ...segments, coveredUntil });
  };
  let next = first;
  for (const stretch of inOrder(deleted, timeline)) {
    if (stretch.before <= next || stretch.from > last) continue;
    leave(next, stretch.from - 1);
    next = stretch.before;
  }
  leave(next, last);
  return pieces;
}

function inOrder(deleted: readonly DeletedStretch[], timeline: number): { from: number; before: number }[] {
  return deleted
    .filter((stretch) => stretch.timeline === timeline)
    .flatMap(({ fromSegment, beforeSegment }) => {
      const from = parseSegment(fromSegment)?.number;
      const before = parseSegment(beforeSegment)?.number;
      return from === undefined || before === undefined ? [] : [{ from, before }];
    })
    .sort((a, b) => a.from - b.from);
}
