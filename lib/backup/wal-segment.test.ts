import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addSegments,
  compareSegments,
  nextSegment,
  parseSegment,
  segmentDistance,
  segmentName,
  segmentOfLsn,
} from "./wal-segment";

test("a name is read as PostgreSQL writes it", () => {
  expect(parseSegment("00000001000000000000000A")).toEqual({ timeline: 1, number: 10 });
  expect(parseSegment("0000000200000001000000FF")).toEqual({ timeline: 2, number: 0x1ff });
});

test("what is no segment is none", () => {
  for (const name of [
    "",
    "00000002.history",
    "00000001000000000000000A.partial",
    "000000010000000000000002.00000028.backup",
    "00000001000000000000000a",
    "000000010000000000000100",
    "000000000000000000000001",
    "00000001000000000000000A\n",
  ])
    expect(parseSegment(name), name).toBeNull();
  expect(() => nextSegment("00000002.history")).toThrow(RangeError);
});

test("the last of a log is followed by the first of the next", () => {
  expect(nextSegment("0000000100000000000000FF")).toBe("000000010000000100000000");
  expect(nextSegment("0000000100000009000000FE")).toBe("0000000100000009000000FF");
  expect(() => nextSegment("00000001FFFFFFFF000000FF")).toThrow(RangeError);
  expect(() => addSegments("000000010000000000000001", -2)).toThrow(RangeError);
});

test("a position is found in its segment, on an edge in the later one", () => {
  expect(segmentOfLsn(1, "0/3000028")).toBe("000000010000000000000003");
  expect(segmentOfLsn(3, "1/FF000000")).toBe("0000000300000001000000FF");
  expect(segmentOfLsn(1, "0/4000000")).toBe("000000010000000000000004");
  expect(segmentOfLsn(1, "A/FFFFFFFF")).toBe("000000010000000A000000FF");
  expect(() => segmentOfLsn(1, "3000028")).toThrow(RangeError);
});

test("names, numbers and distances agree", () => {
  const timeline = fc.integer({ min: 1, max: 0xffffffff });
  const number = fc.integer({ min: 0, max: 2 ** 40 - 1 });
  fc.assert(
    fc.property(timeline, timeline, number, number, (one, other, a, b) => {
      const name = segmentName(one, a);
      expect(parseSegment(name)).toEqual({ timeline: one, number: a });
      expect(segmentDistance(name, segmentName(one, b))).toBe(b - a);
      expect(addSegments(name, b - a)).toBe(segmentName(one, b));
      const second = segmentName(other, b);
      expect(compareSegments(name, second)).toBe(name < second ? -1 : name > second ? 1 : 0);
      if (one !== other) expect(() => segmentDistance(name, second)).toThrow(RangeError);
    }),
    { numRuns: 500 },
  );
});
