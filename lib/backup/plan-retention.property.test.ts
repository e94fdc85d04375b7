import fc from "fast-check";
import { expect, test } from "vitest";
import { planRestore } from "./plan-restore";
import { planRetention, type RetentionFacts } from "./plan-retention";
import { type ReachableRange, rangeAt, reachableRanges } from "./reachable-ranges";
import { restorePoints } from "./restore-points";
import { dayPlan, dayPlans } from "./testing/day-plans";
import {
  DAY,
  emptyStore,
  HOUR,
  type Segment,
  SimulatedHistory,
  type Store,
} from "./testing/simulated-history";

const START = Date.UTC(2026, 9, 20);

/** Fails unless the ranges say exactly what the walk through the segments found. */
function expectTruth(ranges: ReachableRange[], truth: Map<Segment, number>): void {
  let wanted = 0;
  for (const [{ closeAt }, since] of truth) {
    wanted += closeAt - since;
    for (const at of [since, (since + closeAt) / 2, closeAt])
      if (!rangeAt(ranges, new Date(at))) throw new Error(`left out: ${new Date(at).toISOString()}`);
  }
  let said = 0;
  let last = 0;
  for (const { from, until } of ranges) {
    if (from.getTime() < last || until < from) throw new Error("ranges overlap");
    said += until.getTime() - from.getTime();
    last = until.getTime();
  }
  // All of the truth lies in the ranges; with the same length they hold nothing else.
  if (said !== wanted) throw new Error(`${said - wanted} ms too many`);
}

/** Fails if `after` reaches less than `before` of what lies at or after `since`. */
function expectNoLess(before: Map<Segment, number>, after: Map<Segment, number>, since: number): void {
  for (const [segment, from] of before) {
    if (segment.closeAt < since) continue;
    const now = after.get(segment);
    if (now === undefined || now > Math.max(from, since))
      throw new Error(
        `lost: ${segment.timeline}/${segment.number}, ${new Date(segment.openAt).toISOString()}`,
      );
  }
}

function expectFloors(facts: RetentionFacts, deleted: string[]): void {
  const good = facts.bases
    .filter(({ status }) => status === "good")
    .sort((a, b) => a.consistentAt.getTime() - b.consistentAt.getTime());
  const highest = Math.max(0, ...good.map(({ level }) => level));
  const floors = [
    good.at(-1),
    good.findLast(({ level }) => level >= 1),
    good.findLast(({ level }) => highest >= 1 && level === highest),
    ...facts.bases.filter(({ lockedUntil }) => lockedUntil && lockedUntil > facts.now),
    ...good.filter(
      ({ consistentAt }) => consistentAt.getTime() >= facts.now.getTime() - facts.retentionDays * DAY,
    ),
    ...facts.bases.filter(
      ({ status, startedAt }) =>
        (status === "creating" && startedAt.getTime() >= facts.now.getTime() - 2 * DAY) ||
        (status === "failed" && startedAt.getTime() >= facts.now.getTime() - 7 * DAY),
    ),
  ];
  for (const floor of floors)
    if (floor && deleted.includes(floor.id)) throw new Error(`deleted ${floor.id}, of all`);
  const present = facts.bases.filter(({ status }) => status !== "deleted").map(({ id }) => id);
  if (deleted.some((id) => !present.includes(id))) throw new Error("deleted what is not there");
}

const totals = { plans: 0, bases: 0, walSegments: 0, timelines: 0, late: 0, points: 0, compared: 0 };

/** `shadow` is the same store without retention, save for backups that were given up before they were done. */
interface Stores {
  pruned: Store;
  shadow: Store;
  /** The promise moves on with time; a clock that is put back does not bring back what it has passed. */
  promisedSince: number;
}

function applyAndCheck(history: SimulatedHistory, stores: Stores, retentionDays: number, skewHours: number) {
  const { pruned, shadow } = stores;
  const facts = {
    ...history.factsOf(pruned),
    now: new Date(history.nowMs + skewHours * HOUR),
    retentionDays,
  };
  const points = restorePoints(facts);
  const ranges = reachableRanges(facts.bases, facts.runs);
  expectTruth(ranges, history.reachableIn(pruned));

  const plan = planRetention(facts);
  expectFloors(facts, plan.deleteBases);
  const before = { reachable: history.reachableIn(pruned), size: pruned.wal.size };
  history.apply(plan, pruned);
  for (const { id, status } of facts.bases)
    if (status === "creating" && plan.deleteBases.includes(id)) shadow.bases.add(id);

  const after = { ...history.factsOf(pruned), now: facts.now };
  const rangesAfter = reachableRanges(after.bases, after.runs);
  for (const { at } of points.points) {
    if (at.getTime() < facts.now.getTime() - retentionDays * DAY) continue;
    if (!rangeAt(rangesAfter, at)) throw new Error(`lost ${at.toISOString()}`);
  }
  const sample = points.points[totals.plans % Math.max(1, points.points.length)];
  if (sample && planRestore({ ...facts, target: sample.at }).kind !== "ok")
    throw new Error("listed, yet refused");
  if (rangesAfter.at(-1)?.until.getTime() !== ranges.at(-1)?.until.getTime())
    throw new Error("lost the newest instant");
  // Against the store that never forgot anything: what came late and what was still being made count as well.
  // A clock that runs ahead excuses nothing.
  const promised = Math.min(facts.now.getTime(), history.nowMs) - 72 * HOUR;
  stores.promisedSince = Math.max(stores.promisedSince, promised);
  expectNoLess(before.reachable, history.reachableIn(pruned), promised);
  const all = history.reachableIn(shadow);
  // Without the fork's time the base that a restore went back to does not lead on; the one before it may have, and is gone.
  if (history.knowsForkTimes) expectNoLess(all, history.reachableIn(pruned), stores.promisedSince);
  const again = planRetention({ ...facts, ...after });
  if (again.deleteBases.length + again.deleteWal.length > 0) throw new Error("a second run deletes more");

  totals.plans += 1;
  totals.bases += plan.deleteBases.length;
  totals.walSegments += pruned.wal.size - before.size;
  totals.points += points.points.length;
  totals.compared += all.size;
}

test("over 10,000 histories retention takes nothing that is promised, and the ranges are the truth", () => {
  fc.assert(
    fc.property(
      dayPlans,
      fc.integer({ min: 3, max: 9 }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(0, 0, 0, -100, -5, 5, 60),
      fc.boolean(),
      (days, retentionDays, everyDays, skewHours, knowsForkTimes) => {
        const history = new SimulatedHistory(START, knowsForkTimes);
        const stores = { pruned: emptyStore(), shadow: emptyStore(), promisedSince: 0 };
        for (const [index, day] of days.entries()) {
          history.live(day, stores.pruned);
          if (index % everyDays === 0)
            applyAndCheck(history, stores, retentionDays, index % 3 === 0 ? skewHours : 0);
        }
        totals.timelines += history.forks.size;
        totals.late += history.segments.filter((one) => one.arrivesAt > one.closeAt).length;
      },
    ),
    { numRuns: 10_000 },
  );
  // The histories must have had in them what they are to prove something about.
  expect(totals.plans).toBeGreaterThan(20_000);
  expect(totals.bases).toBeGreaterThan(3_000);
  expect(totals.walSegments).toBeGreaterThan(50_000);
  expect(totals.timelines).toBeGreaterThan(5_000);
  expect(totals.late).toBeGreaterThan(5_000);
  expect(totals.points).toBeGreaterThan(100_000);
}, 120_000);

test("where nothing went wrong exactly the old goes", () => {
  const good = dayPlan.map((day) => ({
    ...day,
    backup: "good" as const,
    mishap: "none" as const,
    lockDays: 0,
  }));
  fc.assert(
    fc.property(
      fc.array(good, { minLength: 12, maxLength: 16, size: "max" }),
      fc.integer({ min: 3, max: 9 }),
      (days, retentionDays) => {
        const history = new SimulatedHistory(START, true);
        const store = emptyStore();
        for (const day of days) history.live(day, store);
        const { now, bases, segments } = history;
        history.apply(planRetention({ ...history.factsOf(store), now, retentionDays }), store);

        const since = history.nowMs - retentionDays * DAY;
        const proved = [1, 2, 3].map((level) => bases.findLast((base) => base.level >= level)?.id);
        // What is not off-site yet is outside: the window ends with the newest segment.
        const windowStart = (segments.at(-1)?.closeAt ?? 0) - 72 * HOUR;
        const first = bases.findLast((base) => base.consistentAt <= windowStart);
        const staying = bases.filter(
          (base) => base.consistentAt >= since || proved.includes(base.id) || base === first,
        );
        expect(bases.filter(({ id }) => !store.bases.has(id))).toEqual(staying);
        const isNeeded = ({ number }: Segment) =>
          number >= (first?.start ?? 0) ||
          staying.some(({ start, stop }) => start <= number && number <= stop);
        expect(segments.filter((one) => !store.wal.has(one))).toEqual(segments.filter(isNeeded));
        expect(store.bases.size).toBeGreaterThanOrEqual(days.length - retentionDays - 4);
      },
    ),
    { numRuns: 300 },
  );
});
