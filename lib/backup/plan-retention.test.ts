import { expect, test } from "vitest";
import type { BaseFact, WalRun } from "./catalogue-facts";
import { planRetention } from "./plan-retention";
import { makeBase, makeRun } from "./testing/make-facts";
import { segmentName } from "./wal-segment";

const now = new Date("2026-10-31T12:00:00Z");
const plan = (bases: BaseFact[], runs: WalRun[], at = now) =>
  planRetention({ now: at, bases, runs, retentionDays: 7 });
const wal = (timeline: number, from: number, until: number) => ({
  timeline,
  fromSegment: segmentName(timeline, from),
  untilSegment: segmentName(timeline, until),
});

test("each backup stays for a reason, or goes", () => {
  const run = makeRun(1, [1, 900], ["2026-09-01T00:00:00Z", "2026-10-31T11:59:00Z"]);
  const bases = [
    makeBase("expired", "2026-10-01T02:00:00Z", [100, 101]),
    makeBase("proved", "2026-10-02T02:00:00Z", [110, 111], { level: 3 }),
    makeBase("locked", "2026-10-03T02:00:00Z", [120, 121], { lockedUntil: new Date("2026-10-31T12:00:01Z") }),
    makeBase("unlocked", "2026-10-04T02:00:00Z", [130, 131], { lockedUntil: now }),
    makeBase("young", "2026-10-26T02:00:00Z", [400, 401]),
    makeBase("window", "2026-10-28T02:00:00Z", [500, 501], { level: 1 }),
    makeBase("gone", "2026-10-28T03:00:00Z", [502, 503], { status: "deleted" }),
    makeBase("broken", "2026-10-30T02:00:00Z", [700, 701], { status: "failed" }),
    makeBase("last", "2026-10-31T02:00:00Z", [800, 801]),
    makeBase("stuck", "2026-10-29T02:00:00Z", [600, 600], { status: "creating" }),
    makeBase("running", "2026-10-31T11:00:00Z", [890, 890], { status: "creating", stopSegment: "" }),
  ];
  const { kept, deleteBases, deleteWal } = plan(bases, [run]);
  expect(deleteBases).toEqual(["expired", "unlocked", "stuck"]);
  expect(kept).toEqual({
    proved: "the last one proved to level 3",
    locked: "locked until 2026-10-31T12:00:01.000Z",
    young: "younger than 7 days",
    window: "the last one proved to level 1",
    broken: "failed ones are shown for 7 days",
    last: "the last good one",
    running: "it is still being made",
  });
  expect(deleteWal).toEqual([wal(1, 1, 109), wal(1, 112, 119), wal(1, 122, 399), wal(1, 402, 499)]);
});

test("runs from before the window go when no chain passes through them", () => {
  const runs = [
    makeRun(1, [1, 90], ["2026-10-20T00:00:00Z", "2026-10-25T00:00:00Z"]),
    makeRun(1, [92, 200], ["2026-10-25T01:00:00Z", "2026-10-31T11:59:00Z"]),
  ];
  const base = makeBase("a", "2026-10-28T02:00:00Z", [150, 151]);
  expect(plan([base], runs).deleteWal).toEqual([wal(1, 1, 90), wal(1, 92, 149)]);
});

test("a server that fell silent keeps the hours before it did, and its last backups, for good", () => {
  const run = makeRun(1, [1, 200], ["2026-08-01T00:00:00Z", "2026-08-10T09:00:00Z"]);
  const bases = [
    makeBase("old", "2026-08-02T02:00:00Z", [10, 11]),
    makeBase("before", "2026-08-07T02:00:00Z", [100, 101]),
    makeBase("last", "2026-08-10T02:00:00Z", [180, 181]),
  ];
  const { deleteBases, deleteWal } = plan(bases, [run]);
  expect(deleteBases).toEqual(["old"]);
  expect(deleteWal).toEqual([wal(1, 1, 99)]);
});

test("a clock that runs ahead while nothing can be reached does not take what is still arriving", () => {
  const run = makeRun(1, [1, 50], ["2026-10-24T00:00:00Z", "2026-10-27T12:00:00Z"]);
  const bases = [
    makeBase("a", "2026-10-26T02:00:00Z", [51, 52]),
    makeBase("b", "2026-10-27T02:00:00Z", [53, 54]),
  ];
  const ahead = plan(bases, [run], new Date("2026-11-30T12:00:00Z"));
  expect(ahead.deleteBases).toEqual([]);
  expect(ahead.deleteWal).toEqual([]);
  expect(plan([], []).deleteWal).toEqual([]);
});

test("before the first good backup no WAL goes, since the one that is being made will need it", () => {
  const run = makeRun(1, [1, 200], ["2026-10-01T00:00:00Z", "2026-10-31T11:59:00Z"]);
  const creating = makeBase("a", "2026-10-31T11:00:00Z", [190, 190], { status: "creating", stopSegment: "" });
  expect(plan([creating], [run]).deleteWal).toEqual([]);
});

test("an abandoned timeline goes once the window begins on the next", () => {
  const runs = [
    makeRun(1, [1, 90], ["2026-10-10T00:00:00Z", "2026-10-24T00:00:00Z"]),
    makeRun(2, [50, 300], ["2026-10-24T01:00:00Z", "2026-10-31T11:59:00Z"], { timeline: 1, fork: 50 }),
  ];
  const first = makeBase("a", "2026-10-10T02:00:00Z", [5, 6]);
  expect(plan([first], runs).deleteWal).toEqual([wal(1, 1, 4)]);
  const second = makeBase("b", "2026-10-28T02:00:00Z", [200, 200], { timeline: 2 });
  const after = plan([first, second], runs);
  expect(after.deleteBases).toEqual(["a"]);
  expect(after.deleteWal).toEqual([wal(1, 1, 90), wal(2, 50, 199)]);
});

test("names that cannot be read cost nothing", () => {
  const run = makeRun(1, [1, 200], ["2026-10-01T00:00:00Z", "2026-10-31T11:59:00Z"]);
  const good = makeBase("a", "2026-10-28T02:00:00Z", [150, 151]);
  const odd = makeBase("b", "2026-10-29T02:00:00Z", [160, 160], { startSegment: "?", stopSegment: "?" });
  expect(plan([good, odd], [run, { ...run, firstSegment: "?" }]).deleteWal).toEqual([]);
});
