import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesName } from "@/engine/event/match-name";
import { backoffMs, retryAfterMs } from "@/engine/queue/backoff";
import { BinaryHeap } from "@/engine/queue/binary-heap";
import { canonicalJson } from "./canonical";
import { parseDueAtMs, parseDurationMs } from "./durations";
import { isAuthorized } from "./signature";

describe("protocol basics", () => {
  it("reads durations, and nothing else", () => {
    expect(parseDurationMs("1h30m")).toBe(5_400_000);
    expect(parseDurationMs("1w2d3h4m5s")).toBe(788_645_000);
    for (const text of ["", "1", "h", "1x", "1h 30m", "-1h"]) expect(parseDurationMs(text)).toBeNull();
  });

  it("reads instants, at most 366 days ahead", () => {
    expect(parseDueAtMs("10s", 1000)).toBe(11_000);
    expect(parseDueAtMs("2026-01-01T00:00:00Z", Date.UTC(2025, 11, 31))).toBe(Date.UTC(2026, 0, 1));
    expect(parseDueAtMs("800d", 0)).toBe(366 * 86_400_000);
    expect(parseDueAtMs("soon", 0)).toBeNull();
  });

  it("canonicalises any JSON to text that means the same and is sorted", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
    expect(canonicalJson({ b: 1, a: "\ud800" })).toBe('{"a":"\ufffd","b":1}');
  });

  it("matches event names exactly or by a trailing wildcard", () => {
    expect(matchesName("shop/*", "shop/a/b")).toBe(true);
    expect(matchesName("user.*", "user.made")).toBe(true);
    expect(matchesName("shop/*", "shop")).toBe(false);
    expect(matchesName("shop*", "shopping")).toBe(false);
  });

  it("backs off by the table, with jitter, or linearly when told", () => {
    expect(backoffMs(0, null)).toBeGreaterThanOrEqual(15_000);
    expect(backoffMs(0, null)).toBeLessThanOrEqual(45_000);
    expect(backoffMs(50, null)).toBeGreaterThanOrEqual(7_200_000);
    expect(backoffMs(7, 20)).toBe(20);
  });

  it("clips retry-after to between a second and a day", () => {
    expect(retryAfterMs("30", 0)).toBe(30_000);
    expect(retryAfterMs("0", 0)).toBe(1000);
    expect(retryAfterMs("1970-01-01T00:00:10Z", 0)).toBe(10_000);
    expect(retryAfterMs("999999999", 0)).toBe(86_400_000);
    expect(retryAfterMs("never", 0)).toBeNull();
  });

  it("takes a signing key raw or hashed, and no other", () => {
    const key = "signkey-prod-0a0b0c";
    expect(isAuthorized(`Bearer ${key}`, key)).toBe(true);
    expect(isAuthorized("Bearer 0a0b0c", key)).toBe(true);
    expect(isAuthorized("Bearer undefined", key)).toBe(false);
    expect(isAuthorized(undefined, key)).toBe(false);
  });

  it("pops a heap in order of score, then of arrival", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (scores) => {
        const heap = new BinaryHeap<[number, number]>();
        for (const [at, score] of scores.entries()) heap.push(score, [score, at]);
        const popped = scores.map(() => heap.pop());
        const expected = scores
          .map((score, at) => [score, at])
          .sort(([a = 0, x = 0], [b = 0, y = 0]) => a - b || x - y);
        expect(popped).toEqual(expected);
      }),
    );
  });
});
