import { describe, expect, it } from "vitest";
import { coveredSpans, gapsIn, isCovered, keyStep, rowsOfMarks, snap, within } from "./time-line-rules";

const hour = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
const range = (from: number, until: number, timeline = 1) => ({
  from: iso(from * hour),
  until: iso(until * hour),
  timeline,
});
const window = { from: 0, until: 72 * hour };

describe("coverage on the time line", () => {
  it("is joined over timelines that overlap or touch, in order", () => {
    expect(coveredSpans([range(20, 30, 2), range(2, 10), range(8, 15), range(30, 40, 3)])).toEqual([
      { from: 2 * hour, until: 15 * hour },
      { from: 20 * hour, until: 40 * hour },
    ]);
  });

  it("leaves gaps before, between and after, and none where it reaches the edges", () => {
    const covered = coveredSpans([range(2, 10), range(20, 71)]);
    expect(gapsIn(window, covered)).toEqual([
      { from: 0, until: 2 * hour },
      { from: 10 * hour, until: 20 * hour },
      { from: 71 * hour, until: 72 * hour },
    ]);
    expect(gapsIn(window, coveredSpans([range(-5, 80)]))).toEqual([]);
    expect(gapsIn(window, [])).toEqual([window]);
  });

  it("is cut to the window", () => {
    expect(within(window, coveredSpans([range(-10, 5), range(100, 120)]))).toEqual([
      { from: 0, until: 5 * hour },
    ]);
  });
});

describe("choosing a time", () => {
  const covered = coveredSpans([range(2, 10)]);

  it("snaps to full minutes, and to the edge of what is covered when that is close", () => {
    expect(snap(5 * hour + 29_000, window, covered)).toBe(5 * hour);
    expect(snap(10 * hour + 60_000, window, covered)).toBe(10 * hour);
    expect(isCovered(snap(40 * hour, window, covered), covered)).toBe(false);
  });

  it("never rounds out of what is covered", () => {
    const odd = [{ from: 0, until: 5 * hour + 40_000 }];
    expect(isCovered(snap(5 * hour + 39_000, window, odd), odd)).toBe(true);
  });

  it("moves by a minute, an hour and a day with the keys, and leaves other keys alone", () => {
    expect(keyStep("ArrowLeft")).toBe(-60_000);
    expect(keyStep("ArrowUp")).toBe(hour);
    expect(keyStep("PageDown")).toBe(-24 * hour);
    expect(keyStep("Tab")).toBeNull();
  });
});

it("puts marks that are close to one another into rows, and leaves out what finds none", () => {
  const events = [1, 1.1, 1.2, 1.3, 50].map((at) => ({ at: iso(at * hour) }));
  expect(rowsOfMarks(window, events, 3, 0.05).map(({ row }) => row)).toEqual([0, 1, 2, 0]);
});
