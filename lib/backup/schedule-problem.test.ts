import { expect, test } from "vitest";
import { scheduleProblem } from "./schedule-problem";

const from = new Date("2026-01-31T02:00:00.000Z");
const backups = (line: string, at = from) => scheduleProblem("schedule", line, at);
const proofs = (line: string) => scheduleProblem("verifySchedule", line, from);

test.each(["0 2 * * *", "* * * * *", "0 */6 * * *", "0 2,14 * * *", "30 23 * * 0-6"])(
  "backups may be scheduled daily or more often: %s",
  (line) => {
    for (const at of [from, new Date("2026-11-20T13:37:11.250Z"), new Date("2028-02-28T23:59:59.999Z")]) {
      expect(backups(line, at), at.toISOString()).toBeNull();
    }
  },
);

test.each([
  ["two days of a month, looked at on the last of one", "0 2 1,2 * *"],
  ["every week", "0 2 * * 0"],
  ["working days", "0 2 * * 1-5"],
  ["every second day", "0 2 */2 * *"],
  ["all days but the 31st", "0 2 1-30 * *"],
  ["all months but December", "0 2 * 1-11 *"],
])(
  "a schedule that anywhere in the year leaves more than a day between backups is refused: %s",
  (_, line) => {
    expect(backups(line)).toContain("24 hours");
  },
);

test("proofs may come weekly and not more rarely", () => {
  expect(proofs("0 6 * * 0")).toBeNull();
  expect(proofs("0 2 1,2 * *")).toContain("once a week");
  expect(proofs("0 6 1,8,15,22 * *")).toContain("once a week");
});

test("what is no schedule is said to be none", () => {
  expect(backups("0 2 30 2 *")).toBe("This schedule never comes.");
  for (const line of ["", "soon", "0 2 * *", "0 0 2 * * *", "0 25 * * *"]) {
    expect(backups(line), line).toContain("five cron fields");
  }
});
