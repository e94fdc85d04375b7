import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutDeleted } from "./deleted-wal";
import { planRestore } from "./plan-restore";
import { makeBase, makeRun } from "./testing/make-facts";
import { parseSegment, segmentName } from "./wal-segment";

const stretch = ([from, before]: [number, number], timeline = 1) => ({
  timeline,
  fromSegment: segmentName(timeline, from),
  beforeSegment: segmentName(timeline, before),
});
const places = fc
  .tuple(fc.nat(60), fc.nat(60))
  .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);

const stretches = fc
  .tuple(fc.nat(60), fc.nat(20))
  .map(([from, more]): [number, number] => [from, from + 1 + more]);

test("what is left of a run is each of its segments that was not deleted, in pieces without a gap", () => {
  fc.assert(
    fc.property(
      places,
      fc.array(fc.tuple(stretches, fc.constantFrom(1, 2)), { maxLength: 6 }),
      (run, deleted) => {
        const whole = makeRun(1, run, ["2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z"]);
        const pieces = withoutDeleted(
          whole,
          deleted.map(([range, timeline]) => stretch(range, timeline)),
        );
        const left = pieces.flatMap(({ firstSegment, lastSegment }) => {
          const [first, last] = [
            parseSegment(firstSegment)?.number ?? 0,
            parseSegment(lastSegment)?.number ?? -1,
          ];
          return Array.from({ length: last - first + 1 }, (_, index) => first + index);
        });
        const wanted = Array.from({ length: run[1] - run[0] + 1 }, (_, index) => run[0] + index).filter(
          (place) =>
            !deleted.some(([[from, before], timeline]) => timeline === 1 && from <= place && place < before),
        );
        expect(left).toEqual(wanted);
        for (const [index, piece] of pieces.entries()) {
          const next = parseSegment(pieces[index + 1]?.firstSegment ?? "")?.number;
          const last = parseSegment(piece.lastSegment)?.number ?? 0;
          if (next !== undefined) expect(next).toBeGreaterThan(last + 1);
          if (last !== run[1]) expect(piece.coveredUntil < piece.coveredFrom).toBe(true);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("between two bases whose log was deleted no moment is offered, and each base can still be restored as it ended", () => {
  const run = makeRun(1, [1, 100], ["2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z"]);
  const bases = [
    makeBase("old", "2026-11-05T02:00:00Z", [20, 21]),
    makeBase("new", "2026-11-17T02:00:00Z", [80, 81]),
  ];
  const runs = withoutDeleted(run, [stretch([1, 20]), stretch([22, 80])]);
  const plan = (at: string) =>
    planRestore({ now: new Date("2026-11-20T00:00:00Z"), bases, runs, target: new Date(at) });
  expect(plan("2026-11-10T00:00:00Z")).toMatchObject({ kind: "refused" });
  expect(plan("2026-11-05T02:00:00Z")).toMatchObject({ baseId: "old" });
  expect(plan("2026-11-19T12:00:00Z")).toMatchObject({ baseId: "new" });
});
