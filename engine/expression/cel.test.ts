import { describe, expect, it } from "vitest";
import { celInteger, celKey, celMatches, celProblem } from "./cel";

const event = { name: "e", data: { n: 3, half: 0.5, text: "x", none: null, list: [1, 2], map: { a: 1 } } };

describe("CEL", () => {
  it.each([
    ["event.data.n == 3", true],
    ["event.data.n * 2 > 5", true],
    ["event.data.half < 1.0", true],
    ["event.data.text == 'x' && 2 in event.data.list", true],
    ["event.data.none == null", true],
    ["event.data.map.a == async.data.a", true],
    ["event.data.n == async.data.a", false],
    ["event.data.missing == 1", false],
    ["event.data.text > 1", false],
    ["event.data.n", false],
    ["][", false],
  ])("%s is %s", (expression, expected) => {
    expect(celMatches(expression, { event, async: { data: { a: 1 } } })).toBe(expected);
  });

  it("matches when there is no expression", () => {
    expect(celMatches(undefined, { event })).toBe(true);
  });

  it("gives equal keys to equal values only", () => {
    const keyOf = (data: object) => celKey("event.data.k", { event: { data } });
    expect(keyOf({ k: "1" })).toBe(keyOf({ k: "1", other: 2 }));
    expect(keyOf({ k: "1" })).not.toBe(keyOf({ k: 1 }));
    expect(keyOf({})).not.toBe(keyOf({ k: "" }));
  });

  it("reads whole numbers, and names what does not parse", () => {
    expect(celInteger("event.data.n == 3 ? 120 : 0", { event })).toBe(120);
    expect(celInteger("event.data.text", { event })).toBeNull();
    expect(celProblem("event.data.n == 1")).toBeNull();
    expect(celProblem("event.data.n ==")).not.toBeNull();
  });
});
