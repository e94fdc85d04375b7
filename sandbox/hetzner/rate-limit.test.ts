import { expect, it } from "vitest";
import { HetznerError } from "./errors";
import { RateLimit } from "./rate-limit";

it("lets a burst through, refuses the next call and gives one back a second", () => {
  let nowMs = 1_000_000;
  const limit = new RateLimit({ burst: 3, refillPerSecond: 1, now: () => nowMs });
  const remaining = () => limit.count()["ratelimit-remaining"];
  expect([remaining(), remaining(), remaining()]).toEqual(["2", "1", "0"]);
  expect(() => limit.count()).toThrow(HetznerError);
  nowMs += 1000;
  expect(remaining()).toBe("0");
  expect(() => limit.count()).toThrow(HetznerError);
});

it("tells in Unix seconds when a refused call may be repeated", () => {
  const limit = new RateLimit({ burst: 1, refillPerSecond: 1, now: () => 5000 });
  limit.count();
  try {
    limit.count();
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ code: "rate_limit_exceeded", headers: { "ratelimit-reset": "6" } });
  }
});
