import { expect, it } from "vitest";
import { formatUtc, fromLocalInput, hourWords, toLocalInput } from "./time-rules";

it("brings a time into the input and back, to the second", () => {
  const time = "2026-11-20T14:30:05.000Z";
  expect(fromLocalInput(toLocalInput(time))).toBe(time);
  expect(fromLocalInput("")).toBeNull();
  expect(fromLocalInput("2026-11-")).toBeNull();
});

it("writes UTC whatever zone the time came in", () => {
  expect(formatUtc("2026-11-20T15:30:05+01:00")).toBe("2026-11-20 14:30:05 UTC");
});

it("names an hour in UTC, and the viewer's where that differs", () => {
  const now = new Date("2026-11-20T12:00:00Z");
  const here = new Date("2026-11-20T02:00:00Z").getHours();
  expect(hourWords(2, null)).toBe("02:00 UTC");
  expect(hourWords(2, now.getTime()).startsWith("02:00 UTC")).toBe(true);
  expect(hourWords(2, now.getTime()).includes("here")).toBe(here !== 2);
});
