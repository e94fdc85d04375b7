import { expect, test } from "vitest";
import { formatRelative } from "./format";

const now = new Date("2026-11-21T12:00:00Z");

test.each([
  ["2026-11-21T12:00:05Z", "just now"],
  ["2026-11-21T11:58:30Z", "1 minute ago"],
  ["2026-11-20T06:00:00Z", "1 day ago"],
  ["2027-01-20T11:00:00Z", "in 59 days"],
  ["2027-02-21T12:00:00Z", "in 3 months"],
  ["2028-12-01T12:00:00Z", "in 2 years"],
])("%s is told as a span and not by the calendar: %s", (time, words) => {
  expect(formatRelative(time, now)).toBe(words);
});
