import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planRestore } from "./plan-restore";
import { restorePoints } from "./restore-points";
import { dayPlans } from "./testing/day-plans";
import { makeBase, makeRun } from "./testing/make-facts";
import { DAY, emptyStore, HOUR, SimulatedHistory } from "./testing/simulated-history";

const at = (time: string) => new Date(`2026-10-${time}Z`);
const now = at("27T12:00:00");
const bases = [
  makeBase("a", "2026-10-24T02:05:30Z", [1, 2]),
  makeBase("b", "2026-10-26T02:05:00Z", [23, 24], { timeline: 2 }),
];
const runs = [
  makeRun(1, [1, 9], ["2026-10-24T02:00:00Z", "2026-10-25T06:00:00Z"]),
  makeRun(2, [7, 20], ["2026-10-25T07:00:00Z", "2026-10-25T20:00:00Z"], { timeline: 1, fork: 7 }),
  makeRun(2, [22, 40], ["2026-10-25T22:00:00Z", "2026-10-27T11:59:00Z"], { timeline: 1, fork: 7 }),
];
const plan = (time: string) => planRestore({ target: at(time), bases, runs, now });
const refused = (reason: string, before: string | null, after: string | null) => ({
  kind: "refused",
  reason,
  nearest: { before: before && at(before), after: after && at(after) },
});

describe("a restore to a time", () => {
  test("begins from the newest base that leads there, on the timeline that was running then", () => {
    expect(plan("24T02:05:30")).toEqual({ kind: "ok", baseId: "a", timeline: 1 });
    expect(plan("25T06:00:00")).toEqual({ kind: "ok", baseId: "a", timeline: 1 });
    expect(plan("25T07:00:00")).toEqual({ kind: "ok", baseId: "a", timeline: 2 });
    expect(plan("26T02:05:00")).toEqual({ kind: "ok", baseId: "b", timeline: 2 });
    expect(plan("27T11:59:00")).toEqual({ kind: "ok", baseId: "b", timeline: 2 });
  });

  test("is refused before the first, in gaps, between timelines, in the future, with what lies nearest", () => {
    expect(plan("24T02:05:29.999")).toEqual(refused("before_first", null, "24T02:05:30"));
    expect(plan("25T06:30:00")).toEqual(refused("gap", "25T06:00:00", "25T07:00:00"));
    expect(plan("25T23:00:00")).toEqual(refused("gap", "25T20:00:00", "26T02:05:00"));
    expect(plan("27T11:59:30")).toEqual(refused("gap", "27T11:59:00", null));
    expect(plan("27T12:00:00.001")).toEqual(refused("future", "27T11:59:00", null));
    expect(planRestore({ target: at("25T00:00:00"), bases, runs: [], now })).toEqual(
      refused("nothing", null, null),
    );
  });

  test("tells the two hours apart that a clock in Berlin shows as one", () => {
    const times = ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"].map((time) => new Date(time));
    const gap = [
      makeRun(1, [1, 9], ["2026-10-24T02:00:00Z", "2026-10-25T00:45:00Z"]),
      makeRun(1, [11, 19], ["2026-10-25T01:45:00Z", "2026-10-25T06:00:00Z"]),
    ];
    const kinds = (of: typeof runs) =>
      times.map((target) => planRestore({ target, bases, runs: of, now }).kind);
    expect(kinds(runs)).toEqual(["ok", "ok"]);
    expect(kinds(gap)).toEqual(["ok", "refused"]);
  });

  test("offers nothing that a server's fast clock dates later than now", () => {
    const early = at("26T12:00:00");
    expect(planRestore({ target: at("26T12:00:01"), bases, runs, now: early })).toEqual(
      refused("future", "26T12:00:00", null),
    );
    const { latest, points } = restorePoints({ bases, runs, now: early });
    expect(latest).toEqual(early);
    expect(points.at(-1)?.at).toEqual(early);
  });
});

test("hours in the window, days before it, and every hour of the night that clocks change", () => {
  const { points, earliest, latest, ranges } = restorePoints({ bases, runs, now, windowHours: 60 });
  expect(points[0]).toEqual({ at: at("24T02:05:30"), grain: "day", baseId: "a" });
  const hours = points.slice(1).map(({ at: mark }) => mark.toISOString().slice(8, 16));
  expect(hours.slice(0, 9)).toEqual(
    ["00", "01", "02", "03", "04", "05", "06", "07", "08"].map((hour) => `25T${hour}:00`),
  );
  expect(hours).not.toContain("25T21:00");
  expect(hours).not.toContain("26T02:00");
  expect(hours.at(-1)).toBe("27T11:00");
  expect(points.slice(1).every(({ grain }) => grain === "hour")).toBe(true);
  expect([earliest, latest]).toEqual([at("24T02:05:30"), at("27T11:59:00")]);
  expect(ranges.map(({ timeline }) => timeline)).toEqual([1, 2, 2]);
});

test("of several backups of a day the newest that can be reached is its point", () => {
  const morning = makeBase("c", "2026-10-24T08:00:00Z", [4, 4]);
  const lost = makeBase("d", "2026-10-25T06:30:00Z", [11, 12]);
  const daily = (of: typeof bases) =>
    restorePoints({ bases: of, runs, now, windowHours: 24 }).points.filter(({ grain }) => grain === "day");
  for (const order of [
    [...bases, morning, lost],
    [lost, morning, ...bases],
  ])
    expect(daily(order).map(({ baseId }) => baseId)).toEqual(["c", "b"]);
});

test("in any history: what is listed is accepted, what is refused is out of reach, and nearest is nearest", () => {
  const seen = { ok: 0, future: 0, before_first: 0, gap: 0, nothing: 0, points: 0, days: 0 };
  fc.assert(
    fc.property(
      dayPlans,
      fc.array(fc.integer({ min: -200, max: 1100 }), { minLength: 8, maxLength: 8 }),
      fc.nat({ max: 600 }),
      (days, thousandths, minutesBack) => {
        const start = Date.UTC(2026, 9, 20);
        const history = new SimulatedHistory(start, true);
        const store = emptyStore();
        for (const day of days) history.live(day, store);
        history.nowMs -= minutesBack * 60_000;
        const facts = { ...history.factsOf(store), now: history.now };
        // The truth, as stretches of time.
        const truth = [...history.reachableIn(store)].map(([{ closeAt }, since]) => ({ since, closeAt }));
        const isReachable = (ms: number) => truth.some(({ since, closeAt }) => since <= ms && ms <= closeAt);

        const { points, earliest, latest } = restorePoints(facts);
        const own = new Map(facts.bases.map((base) => [base.id, base]));
        for (const { at: mark, baseId, grain } of points) {
          expect(planRestore({ ...facts, target: mark })).toMatchObject({ kind: "ok", baseId });
          expect(isReachable(mark.getTime())).toBe(true);
          expect(own.get(baseId)?.status).toBe("good");
          expect(grain === "hour").toBe(mark.getTime() >= history.nowMs - 72 * HOUR);
          if (grain === "hour") expect(mark.getTime() % HOUR).toBe(0);
          seen.days += grain === "day" ? 1 : 0;
        }
        seen.points += points.length;
        for (let ms = Math.floor(history.nowMs / HOUR) * HOUR; ms >= history.nowMs - 72 * HOUR; ms -= HOUR)
          expect(points.some((point) => point.at.getTime() === ms)).toBe(isReachable(ms));
        const byDay = points.filter(({ grain }) => grain === "day").map((one) => +one.at);
        expect(new Set(byDay.map((ms) => Math.floor(ms / DAY))).size).toBe(byDay.length);
        for (const base of history.bases) {
          const { consistentAt } = base;
          if (consistentAt >= history.nowMs - 72 * HOUR || !isReachable(consistentAt)) continue;
          if (base.status !== "good" || base.doneAt > history.nowMs) continue;
          const sameDay = byDay.find((ms) => Math.floor(ms / DAY) === Math.floor(consistentAt / DAY));
          expect(sameDay).toBeGreaterThanOrEqual(consistentAt);
        }
        expect(earliest?.getTime()).toBe(
          truth.length ? Math.min(...truth.map((one) => one.since)) : undefined,
        );
        expect(latest?.getTime()).toBe(
          truth.length ? Math.max(...truth.map((one) => one.closeAt)) : undefined,
        );

        const edges = truth.flatMap(({ since, closeAt }) => [since - 1, since, closeAt, closeAt + 1]);
        const chosen = thousandths
          .map((n) => n / 1000)
          .flatMap((place) => {
            const edge = edges[Math.floor(Math.abs(place) * edges.length)];
            const free = Math.round(start + place * (history.nowMs - start));
            return edge === undefined ? [free] : [free, edge];
          });
        for (const ms of chosen) {
          const result = planRestore({ ...facts, target: new Date(ms) });
          expect(result.kind === "ok").toBe(isReachable(ms));
          if (result.kind === "ok") {
            seen.ok += 1;
            continue;
          }
          seen[result.reason] += 1;
          const { before, after } = result.nearest;
          for (const instant of [before, after])
            if (instant) expect(planRestore({ ...facts, target: instant }).kind).toBe("ok");
          // Truly nearest: between it and the target nothing can be reached.
          const lower = before?.getTime() ?? Number.NEGATIVE_INFINITY;
          const upper = after?.getTime() ?? Number.POSITIVE_INFINITY;
          expect(lower < ms && ms < upper).toBe(true);
          expect(truth.some(({ since, closeAt }) => closeAt > lower && since < upper)).toBe(false);
          const reason =
            ms > history.nowMs ? "future" : !truth.length ? "nothing" : before ? "gap" : "before_first";
          expect(result.reason).toBe(reason);
        }
      },
    ),
    { numRuns: 250 },
  );
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(15);
});
