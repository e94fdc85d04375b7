import { expect, test } from "vitest";
import { addSegment, coveredUntil, type WalLedger } from "./wal-ledger";

const empty: WalLedger = { runs: [], lastShippedAt: null };
const second = 1_000_000;
const begin = Date.UTC(2026, 0, 1) * 1000;

function ship(
  ledger: WalLedger,
  name: string,
  lastCommitSecond: number | null,
  servesSince: Date | null = null,
): WalLedger {
  const commitUs = lastCommitSecond === null ? null : begin + lastCommitSecond * second;
  return addSegment(ledger, {
    name,
    facts: {
      timeline: Number.parseInt(name.slice(0, 8), 16),
      systemIdentifier: "1",
      segmentBytes: 16 * 1024 * 1024,
      commits: commitUs === null ? 0 : 1,
      firstCommitUs: commitUs,
      lastCommitUs: commitUs,
    },
    storedBytes: 10,
    shippedAt: new Date("2026-01-01T01:00:00Z"),
    servesSince,
  });
}
const name = (timeline: number, position: number) =>
  `${timeline.toString(16).padStart(8, "0")}${Math.floor(position / 256)
    .toString(16)
    .padStart(8, "0")}${(position % 256).toString(16).padStart(8, "0")}`.toUpperCase();

test("segments that follow each other are one run, also across the end of a log file", () => {
  const ledger = [254, 255, 256].reduce((known, at) => ship(known, name(1, at), at), empty);
  expect(ledger.runs).toMatchObject([{ firstSegment: name(1, 254), lastSegment: name(1, 256), segments: 3 }]);
});

test("a segment that is missing ends the run, and what follows is another", () => {
  const ledger = [1, 2, 4].reduce((known, at) => ship(known, name(1, at), at), empty);
  expect(ledger.runs.map((run) => [run.firstSegment, run.lastSegment])).toEqual([
    [name(1, 1), name(1, 2)],
    [name(1, 4), name(1, 4)],
  ]);
});

test("a segment that is shipped again changes nothing", () => {
  const once = ship(ship(empty, name(1, 1), 1), name(1, 2), 2);
  expect(ship(once, name(1, 1), 1).runs).toEqual(once.runs);
});

test("a commit is covered when a later one is there: the last one itself is not", () => {
  const ledger = ship(empty, name(1, 1), 5);
  expect(ledger.runs[0]?.coveredUntil).toBe(coveredUntil(begin + 5 * second).toISOString());
  expect(Date.parse(ledger.runs[0]?.coveredUntil ?? "")).toBeLessThan(begin / 1000 + 5000);
});

test("a clock that went back never takes coverage away", () => {
  const ledger = ship(ship(empty, name(1, 1), 50), name(1, 2), 20);
  expect(ledger.runs[0]?.coveredUntil).toBe(coveredUntil(begin + 50 * second).toISOString());
});

test("a timeline knows the segment of its parent in which it forked", () => {
  const ledger = ship(ship(ship(empty, name(1, 1), 1), name(1, 2), 2), name(2, 2), 3);
  expect(ledger.runs[1]?.parent).toEqual({ timeline: 1, forkSegment: name(1, 2) });
});

test("a timeline that takes its turn covers nothing from before it, though its first segment repeats its parent's commits", () => {
  const at = new Date(begin / 1000 + 100_000);
  const parent = ship(ship(empty, name(1, 1), 10), name(1, 2), 90);
  const child = ship(ship(parent, name(2, 1), 10, at), name(2, 2), 200);
  expect(child.runs[1]).toMatchObject({ timeline: 2, segments: 2, coveredFrom: at.toISOString() });
});

test("a timeline that takes its turn again is not joined to what it was before, and one that ended keeps its last segment", () => {
  const at = new Date(begin / 1000 + 300_000);
  const both = ship(ship(empty, name(1, 1), 1), name(2, 1), 200);
  const ended = ship(both, name(2, 2), 250);
  const resumed = ship(ship(ended, name(1, 2), 310, at), name(1, 3), 320);
  expect(resumed.runs.map((run) => [run.firstSegment, run.segments])).toEqual([
    [name(1, 1), 1],
    [name(2, 1), 2],
    [name(1, 2), 2],
  ]);
  expect(resumed.runs[2]?.coveredFrom).toBe(new Date(begin / 1000 + 310_000).toISOString());
});
