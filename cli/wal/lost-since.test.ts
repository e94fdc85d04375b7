import { expect, test } from "vitest";
import type { WalRunReport } from "@/cli/contract/backup";
import { lostSince } from "./lost-since";

const at = "2026-01-01T00:00:00.000Z";
const name = (timeline: number, nth: number) =>
  [timeline, 0, nth].map((part) => part.toString(16).toUpperCase().padStart(8, "0")).join("");
const run = (
  timeline: number,
  first: number,
  last: number,
  parent: WalRunReport["parent"] = null,
): WalRunReport => ({
  timeline,
  firstSegment: name(timeline, first),
  lastSegment: name(timeline, last),
  segments: last - first + 1,
  storedBytes: 1,
  coveredFrom: at,
  coveredUntil: at,
  parent,
});
const base = (timeline: number, nth: number) => ({ timeline, startSegment: name(timeline, nth) });

test("log that was given up asks for a base until one begins after the gap", () => {
  const runs = [run(1, 1, 9), run(1, 12, 14)];
  expect(lostSince(runs, base(1, 3))).toBe(true);
  expect(lostSince(runs, base(1, 13))).toBe(false);
});

test("the first log of all asks for no base, nor does a timeline that forks from what is off-site", () => {
  expect(lostSince([], base(1, 3))).toBe(false);
  expect(lostSince([run(1, 1, 9)], base(1, 3))).toBe(false);
  const fork = run(2, 5, 6, { timeline: 1, forkSegment: name(1, 5) });
  expect(lostSince([run(1, 1, 9), fork], base(1, 3))).toBe(false);
});

test("a run that an undo has begun continues its timeline and asks for no base", () => {
  expect(lostSince([run(1, 1, 9), run(2, 5, 6), run(1, 10, 11)], base(1, 3))).toBe(false);
});

test("a timeline whose beginning was given up asks for a base", () => {
  expect(lostSince([run(1, 1, 9), run(2, 11, 12)], base(1, 3))).toBe(true);
});
