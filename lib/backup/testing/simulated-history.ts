import type { BaseFact, WalRun } from "@/lib/backup/catalogue-facts";
import { planRestore } from "@/lib/backup/plan-restore";
import type { RetentionPlan } from "@/lib/backup/plan-retention";
import { parseSegment, segmentName } from "@/lib/backup/wal-segment";

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What a day brings; small numbers, so that a failing history shrinks to a readable one. */
export interface DayPlan {
  /** Segments written over the day, besides those around the backup. */
  segments: number;
  backup: "none" | "good" | "failed" | "slow";
  /** Segments that the backup spans. */
  span: number;
  level: 0 | 1 | 2 | 3;
  lockDays: number;
  /** What happens to one of the day's segments. */
  mishap: "none" | "lost" | "late" | "restore";
  /** Which segment, or how far back. */
  where: number;
  /** How late, or how far back, in hours. */
  hours: number;
}

export interface Segment {
  timeline: number;
  number: number;
  openAt: number;
  closeAt: number;
  /** When it is off-site; Infinity for one that is lost. */
  arrivesAt: number;
}

interface Fork {
  timeline: number;
  number: number;
  at: number;
}

type Outcome = {
  status: "good" | "failed";
  level: 0 | 1 | 2 | 3;
  lockedUntil: number | null;
  doneAt: number;
};
type Base = Outcome & {
  id: string;
  timeline: number;
  start: number;
  stop: number;
  startedAt: number;
  consistentAt: number;
};

/** What was deleted; with nothing in it, the store that never forgets. */
export interface Store {
  bases: Set<string>;
  wal: Set<Segment>;
}

export const emptyStore = (): Store => ({ bases: new Set(), wal: new Set() });

/**
 * A server's true history, segment by segment, beside what two stores have of it. It shares nothing with the code under
 * test but the names of segments and, where a restore happens, the plan by which it happens.
 */
export class SimulatedHistory {
  readonly segments: Segment[] = [];
  readonly bases: Base[] = [];
  readonly forks = new Map<number, Fork>();
  private readonly byPlace = new Map<number, Segment>();
  private timeline = 1;
  private number = 1;
  private openAt: number;

  constructor(
    public nowMs: number,
    readonly knowsForkTimes: boolean,
  ) {
    this.openAt = nowMs;
  }

  get now(): Date {
    return new Date(this.nowMs);
  }

  /** Lives through a day and stops at its end. */
  live(day: DayPlan, pruned: Store): void {
    const until = this.nowMs + DAY;
    const before = this.segments.length;
    this.nowMs += 2 * HOUR;
    if (day.backup !== "none") this.backUp(day);
    const pause = (until - this.nowMs - HOUR) / (day.segments + 1);
    for (let i = 0; i < day.segments; i++) {
      this.nowMs += pause;
      this.switchSegment();
    }
    const touched = this.segments[before + (day.where % (this.segments.length - before))];
    if (touched) {
      if (day.mishap === "lost") touched.arrivesAt = Number.POSITIVE_INFINITY;
      // Up to here a segment may be late: the window then still reaches back to where it was missed.
      const late = touched.openAt + Math.min(day.hours, 71) * HOUR;
      if (day.mishap === "late") touched.arrivesAt = Math.max(touched.closeAt, late);
    }
    if (day.mishap === "restore") this.restore(this.nowMs - day.hours * HOUR, day.where, pruned);
    this.nowMs = until;
  }

  private switchSegment(): void {
    const segment = {
      timeline: this.timeline,
      number: this.number,
      openAt: this.openAt,
      closeAt: this.nowMs,
      arrivesAt: this.nowMs,
    };
    this.segments.push(segment);
    this.byPlace.set(place(segment.timeline, segment.number), segment);
    this.number += 1;
    this.openAt = this.nowMs;
  }

  private backUp(day: DayPlan): void {
    this.switchSegment();
    const startedAt = this.nowMs;
    const start = this.number;
    for (let i = 0; i < day.span; i++) {
      this.nowMs += 10 * MINUTE;
      this.switchSegment();
    }
    this.nowMs += 5 * MINUTE;
    const consistentAt = this.nowMs;
    this.nowMs += MINUTE;
    const stop = this.number;
    this.switchSegment();
    this.bases.push({
      id: `bak${this.bases.length}`,
      timeline: this.timeline,
      start,
      stop,
      startedAt,
      consistentAt,
      status: day.backup === "failed" ? "failed" : "good",
      level: day.backup === "failed" ? 0 : day.level,
      lockedUntil: day.lockDays > 0 ? startedAt + day.lockDays * DAY : null,
      doneAt: day.backup === "slow" ? startedAt + 40 * HOUR : this.nowMs,
    });
  }

  /** As the product does it: where the pruned store says that it can. Now and then exactly to a backup. */
  private restore(wantedMs: number, where: number, pruned: Store): void {
    const facts = { ...this.factsOf(pruned), now: this.now };
    const base = where % 3 === 0 ? this.bases.findLast(({ doneAt }) => doneAt <= this.nowMs) : undefined;
    let target = new Date(base?.consistentAt ?? wantedMs);
    let plan = planRestore({ ...facts, target });
    if (plan.kind === "refused" && plan.nearest.before) {
      target = plan.nearest.before;
      plan = planRestore({ ...facts, target });
    }
    if (plan.kind === "refused") return;
    const { timeline } = plan;
    const at = target.getTime();
    const within = this.segments.find(
      (one) => one.timeline === timeline && one.openAt <= at && at <= one.closeAt,
    );
    if (!within) throw new Error("restored to where nothing was ever written");
    this.switchSegment();
    for (const running of this.bases) if (running.doneAt > this.nowMs) running.status = "failed";
    this.nowMs += 10 * MINUTE;
    this.timeline += 1;
    this.number = within.number;
    this.openAt = this.nowMs;
    this.forks.set(this.timeline, { timeline, number: within.number, at });
    // Retention knows of the new timeline once something of it is off-site; a restore is not over before.
    this.nowMs += MINUTE;
    this.switchSegment();
  }

  private has(store: Store, timeline: number, number: number): Segment | null {
    const segment = this.byPlace.get(place(timeline, number));
    return segment && segment.arrivesAt <= this.nowMs && !store.wal.has(segment) ? segment : null;
  }

  /** What the catalogue says. */
  factsOf(store: Store): { bases: BaseFact[]; runs: WalRun[] } {
    const bases = this.bases.map((base): BaseFact => {
      const isDone = base.doneAt <= this.nowMs;
      return {
        id: base.id,
        status: store.bases.has(base.id) ? "deleted" : isDone ? base.status : "creating",
        timeline: base.timeline,
        startSegment: segmentName(base.timeline, base.start),
        stopSegment: isDone ? segmentName(base.timeline, base.stop) : "",
        startedAt: new Date(base.startedAt),
        consistentAt: new Date(base.consistentAt),
        level: isDone ? base.level : 0,
        lockedUntil: base.lockedUntil === null ? null : new Date(base.lockedUntil),
        trigger: "nightly",
      };
    });
    const runs: WalRun[] = [];
    let last: Segment | null = null;
    for (const segment of this.segments) {
      const { timeline, number } = segment;
      if (!this.has(store, timeline, number)) continue;
      const name = segmentName(timeline, number);
      const run = runs.at(-1);
      if (run && last?.timeline === timeline && last.number + 1 === number) {
        run.lastSegment = name;
        run.coveredUntil = new Date(segment.closeAt);
      } else {
        runs.push({
          timeline,
          firstSegment: name,
          lastSegment: name,
          coveredFrom: new Date(segment.openAt),
          coveredUntil: new Date(segment.closeAt),
          parent: this.parentOf(timeline),
        });
      }
      last = segment;
    }
    return { bases, runs };
  }

  private parentOf(timeline: number): WalRun["parent"] {
    const fork = this.forks.get(timeline);
    if (!fork) return null;
    const forkSegment = segmentName(fork.timeline, fork.number);
    return { timeline: fork.timeline, forkSegment, forkAt: this.knowsForkTimes ? new Date(fork.at) : null };
  }

  /** The truth: of each segment from when on it can be reached, found by walking on from every base that the store has. */
  reachableIn(store: Store): Map<Segment, number> {
    const reached = new Map<Segment, number>();
    for (const base of this.bases) {
      if (base.status !== "good" || base.doneAt > this.nowMs || store.bases.has(base.id)) continue;
      let isWhole = true;
      for (let number = base.start; number <= base.stop; number++)
        isWhole &&= this.has(store, base.timeline, number) !== null;
      if (isWhole) this.walk(store, base, base.timeline, base.stop, reached);
    }
    return reached;
  }

  private walk(
    store: Store,
    base: Base,
    timeline: number,
    from: number,
    reached: Map<Segment, number>,
  ): void {
    let number = from;
    for (
      let segment = this.has(store, timeline, number);
      segment;
      segment = this.has(store, timeline, number)
    ) {
      const since = Math.max(segment.openAt, base.consistentAt);
      reached.set(segment, Math.min(since, reached.get(segment) ?? since));
      number += 1;
    }
    // Here the parent's WAL ends: a fork in any of the segments passed, or in the one that is missing, can be followed.
    for (const [child, fork] of this.forks)
      if (fork.timeline === timeline && fork.number >= from && fork.number <= number)
        if (fork.at >= base.consistentAt && this.leadsPast(base, fork))
          this.walk(store, base, child, fork.number, reached);
  }

  private leadsPast(base: Base, fork: Fork): boolean {
    return this.knowsForkTimes || base.timeline !== fork.timeline || base.stop < fork.number;
  }

  apply(plan: RetentionPlan, store: Store): void {
    for (const id of plan.deleteBases) store.bases.add(id);
    for (const { timeline, fromSegment, untilSegment } of plan.deleteWal) {
      const from = parseSegment(fromSegment)?.number ?? Number.NaN;
      const until = parseSegment(untilSegment)?.number ?? Number.NaN;
      for (let number = from; number <= until; number++) {
        const segment = this.has(store, timeline, number);
        if (!segment)
          throw new Error(`the plan deletes ${fromSegment}–${untilSegment}: ${number} is not there`);
        store.wal.add(segment);
      }
    }
  }
}

function place(timeline: number, number: number): number {
  return timeline * 1_000_000 + number;
}
