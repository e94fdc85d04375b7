import { expect, test } from "vitest";
import { RateLimit } from "./rate-limit";

test("a token over its limit is blocked for a whole window and free after it; others are not touched", () => {
  let now = 1_000_000;
  const limit = new RateLimit({ limit: 3, windowSeconds: 300, now: () => now });
  const calls = () => limit.count("busy").retryAfterSeconds;
  expect([calls(), calls(), calls()]).toEqual([0, 0, 0]);
  now += 200_000;
  expect(calls()).toBe(300);
  expect(limit.count("calm").retryAfterSeconds).toBe(0);
  now += 299_000;
  expect(calls()).toBe(1);
  now += 1000;
  expect(calls()).toBe(0);
});
