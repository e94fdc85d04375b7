import { describe, expect, test } from "vitest";
import type { BaseFact, WalRun } from "./catalogue-facts";
import { rangeAt, reachableRanges } from "./reachable-ranges";
import { makeBase, makeRun } from "./testing/make-facts";

const day = (number: number, time = "02:00") => `2026-10-${String(number).padStart(2, "0")}T${time}:00.000Z`;

/** As `base@timeline from – until`, for short. */
const told = (bases: BaseFact[], runs: WalRun[]) =>
  reachableRanges(bases, runs).map(
    ({ from, until, timeline, baseId }) =>
      `${baseId}@${timeline} ${from.toISOString().slice(8, 16)} – ${until.toISOString().slice(8, 16)}`,
  );

test("the newest base is taken from the instant on that it is consistent", () => {
  const bases = [makeBase("a", day(1), [1, 1]), makeBase("b", day(2), [5, 6])];
  const runs = [makeRun(1, [1, 9], [day(1, "01:00"), day(3)])];
  expect(told(bases, runs)).toEqual(["a@1 01T02:00 – 02T02:00", "b@1 02T02:00 – 03T02:00"]);
  expect(rangeAt(reachableRanges(bases, runs), new Date(day(2)))?.baseId).toBe("b");
});

test("a base without all of its own segments reaches nothing, and one that is not good neither", () => {
  const runs = [makeRun(1, [1, 4], [day(1), day(2)]), makeRun(1, [6, 9], [day(2, "03:00"), day(3)])];
  expect(told([makeBase("a", day(2), [4, 6])], runs)).toEqual([]);
  expect(told([makeBase("a", day(2), [5, 6])], runs)).toEqual([]);
  expect(told([makeBase("a", day(1), [4, 5])], runs)).toEqual([]);
  for (const status of ["creating", "failed", "deleted"] as const)
    expect(told([makeBase("a", day(1), [1, 2], { status })], runs)).toEqual([]);
  expect(told([makeBase("a", day(1), [1, 2], { stopSegment: "" })], runs)).toEqual([]);
});

test("with its own segments alone a base reaches its own instant, even if nothing was committed since", () => {
  const runs = [makeRun(1, [4, 4], [day(1, "01:00"), day(1, "01:30")])];
  expect(told([makeBase("a", day(1), [4, 4])], runs)).toEqual(["a@1 01T02:00 – 01T02:00"]);
});

describe("a new timeline", () => {
  const base = makeBase("a", day(1), [1, 2]);
  const parent = makeRun(1, [1, 9], [day(1), day(3)]);
  const times: [string, string] = [day(3, "03:00"), day(4)];
  const both = ["a@1 01T02:00 – 03T02:00", "a@2 03T03:00 – 04T02:00"];

  test("is reached through the fork, and the parent's abandoned end stays reachable", () => {
    expect(told([base], [parent, makeRun(2, [5, 8], times, { timeline: 1, fork: 5 })])).toEqual(both);
  });

  test("needs the parent only up to the segment before the fork", () => {
    const child = makeRun(2, [10, 12], times, { timeline: 1, fork: 10 });
    expect(told([base], [parent, child])).toEqual(both);
    const further = makeRun(2, [11, 12], times, { timeline: 1, fork: 11 });
    expect(told([base], [parent, further])).toHaveLength(1);
  });

  test("is not reached when its own first segment is missing", () => {
    expect(told([base], [parent, makeRun(2, [6, 8], times, { timeline: 1, fork: 5 })])).toHaveLength(1);
  });

  test("is not reached from a base that was made after the fork", () => {
    const child = makeRun(2, [5, 8], times, { timeline: 1, fork: 5 });
    expect(told([makeBase("late", day(2), [6, 6])], [parent, child])).toEqual(["late@1 02T02:00 – 03T02:00"]);
    expect(told([makeBase("across", day(2), [4, 6])], [parent, child])).toHaveLength(1);
  });

  test("is reached from a base that ends in the fork's segment only if it is known to end before", () => {
    const inFork = makeBase("a", day(1), [4, 5]);
    const child = (forkAt?: string) => makeRun(2, [5, 8], times, { timeline: 1, fork: 5, forkAt });
    expect(told([inFork], [parent, child()])).toHaveLength(1);
    expect(told([inFork], [parent, child(day(1))])).toHaveLength(2);
    expect(told([inFork], [parent, child(day(1, "01:59"))])).toHaveLength(1);
  });

  test("leads on to the next, but not past a gap in between", () => {
    const child = makeRun(2, [5, 8], times, { timeline: 1, fork: 5 });
    const next: [string, string] = [day(5), day(6)];
    const grandchild = (fork: number) => makeRun(3, [fork, 20], next, { timeline: 2, fork });
    expect(told([base], [parent, child, grandchild(7)])).toEqual([...both, "a@3 05T02:00 – 06T02:00"]);
    expect(told([base], [parent, child, grandchild(10)])).toEqual(both);
    expect(told([base], [grandchild(7), child, parent])).toHaveLength(3);
  });

  test("does not send the walk in circles when the facts do", () => {
    const knot = [
      makeRun(2, [5, 8], times, { timeline: 3, fork: 5 }),
      makeRun(3, [5, 8], times, { timeline: 2, fork: 5 }),
    ];
    expect(told([makeBase("a", day(3, "04:00"), [5, 5], { timeline: 2 })], knot)).toHaveLength(1);
  });

  test("has the instants that clocks give to both", () => {
    const early = makeRun(2, [5, 8], [day(2), day(4)], { timeline: 1, fork: 5 });
    expect(told([base], [parent, early])).toEqual(["a@1 01T02:00 – 02T02:00", "a@2 02T02:00 – 04T02:00"]);
  });
});
