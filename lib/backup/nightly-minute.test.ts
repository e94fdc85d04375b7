import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backupAlarm, dueForBackup, nextStarts, nightlyMinute } from "./nightly-minute";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (text: string) => new Date(`2026-${text}Z`);
const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

/** A server that is asked every hour; a backup takes five minutes. */
function starts(
  from: Date,
  days: number,
  settings: (now: Date) => { schedule: string; skip?: boolean; hour?: number },
) {
  const started: Date[] = [];
  let lastGoodAt: Date | null = new Date(from.getTime() - 12 * HOUR);
  let lastStartedAt: Date | null = lastGoodAt;
  for (let ms = from.getTime(); ms < from.getTime() + days * DAY; ms += HOUR) {
    const now = new Date(ms);
    const { schedule, skip, hour } = settings(now);
    const facts = {
      serverId: "srv_a",
      schedule,
      maintenanceStartHour: hour ?? null,
      lastGoodAt,
      lastStartedAt,
    };
    if (skip || !dueForBackup({ ...facts, now })) continue;
    started.push(now);
    lastStartedAt = now;
    lastGoodAt = new Date(ms + 5 * MINUTE);
  }
  return started;
}
const gapsInHours = (times: Date[]) => times.slice(1).map((time, i) => (+time - +(times[i] ?? 0)) / HOUR);

describe("the nightly backup", () => {
  test("has a minute of its own, always the same, all over the window", () => {
    expect(nightlyMinute("srv_a", 240)).toBe(nightlyMinute("srv_a", 240));
    const minutes = ids(10_000).map((id) => nightlyMinute(id, 240));
    const counts = new Map<number, number>();
    for (const minute of minutes) counts.set(minute, (counts.get(minute) ?? 0) + 1);
    expect(counts.size).toBe(240);
    expect(Math.min(...minutes)).toBe(0);
    expect(Math.max(...minutes)).toBe(239);
    // Chance, no more: twice the mean is seven standard deviations off.
    expect(Math.max(...counts.values())).toBeLessThan(84);
  });

  test("starts once each day of the year, within its window, whatever Europe's clocks do", () => {
    const started = starts(at("01-01T00:00:00"), 365, () => ({ schedule: "0 2 * * *" }));
    expect(new Set(started.map((time) => time.toISOString().slice(0, 10))).size).toBe(365);
    expect(started).toHaveLength(365);
    for (const time of started) {
      const minute = time.getUTCHours() * 60 + time.getUTCMinutes();
      const own = 120 + nightlyMinute("srv_a", 240);
      expect(minute >= own && minute < own + 60).toBe(true);
    }
  });

  test("starts at its own minute, not before", () => {
    const own = at("10-25T02:00:00").getTime() + nightlyMinute("srv_a", 240) * MINUTE;
    const last = new Date(own - DAY);
    const due = (ms: number, lastStartedAt = last) =>
      dueForBackup({
        serverId: "srv_a",
        schedule: "0 2 * * *",
        maintenanceStartHour: null,
        lastGoodAt: last,
        lastStartedAt,
        now: new Date(ms),
      });
    expect(due(own - 1)).toBe(false);
    expect(due(own)).toBe(true);
    expect(due(own, new Date(own))).toBe(false);
    expect(due(own, new Date(own - 1))).toBe(true);
  });

  test("is caught up with after an outage, once for all the nights missed", () => {
    const schedule = "0 2 * * *";
    const out = (now: Date) => now >= at("03-03T00:00:00") && now < at("03-06T20:00:00");
    const started = starts(at("03-01T00:00:00"), 8, (now) => ({ schedule, skip: out(now) }));
    const days = started.map((time) => time.toISOString().slice(5, 13));
    expect(days.filter((day) => day >= "03-03" && day < "03-07")).toEqual(["03-06T20"]);
    expect(started).toHaveLength(2 + 1 + 2);
  });

  test("waits for the two maintenance hours to pass, also across midnight", () => {
    for (const hour of [0, 2, 3, 4, 5, 23]) {
      const started = starts(at("03-01T00:00:00"), 20, () => ({ schedule: "0 2 * * *", hour }));
      expect(started).toHaveLength(20);
      for (const time of started) expect([hour, (hour + 1) % 24]).not.toContain(time.getUTCHours());
    }
    const night = { serverId: "srv_a", schedule: "0 20 * * *", lastGoodAt: null, lastStartedAt: null };
    const due = (time: string) => dueForBackup({ ...night, maintenanceStartHour: 23, now: at(time) });
    expect(["03-01T22:59:59", "03-01T23:00:00", "03-02T00:59:59", "03-02T01:00:00"].map(due)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test("keeps its rhythm when the schedule is changed, at whatever time to whatever hour", () => {
    const hour = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(hour, hour, fc.integer({ min: 0, max: 95 }), (before, after, quarter) => {
        const changedAt = at("03-04T00:00:00").getTime() + quarter * 15 * MINUTE;
        // The first days are for finding its rhythm.
        const all = starts(at("03-01T00:00:00"), 8, (now) => ({
          schedule: `0 ${now.getTime() < changedAt ? before : after} * * *`,
        }));
        const started = all.filter((time) => time >= at("03-02T12:00:00"));
        const gaps = gapsInHours(started);
        // Never so long that the alarm rings, and at most one start more than regular.
        expect(Math.max(...gaps)).toBeLessThanOrEqual(26);
        expect(gaps.filter((gap) => gap < 22).length).toBeLessThanOrEqual(2);
        expect(started.length).toBeGreaterThanOrEqual(6);
        expect(started.length).toBeLessThanOrEqual(8);
        // Moved by an hour in either direction the same night is not done twice.
        if (Math.abs(after - before) <= 1) expect(Math.min(...gaps)).toBeGreaterThan(22);
      }),
      { numRuns: 60 },
    );
  });

  test("follows weekdays, and falls back to every night when the schedule cannot be read", () => {
    const weekly = starts(at("03-01T00:00:00"), 28, () => ({ schedule: "0 2 * * SUN" }));
    expect(weekly.map((time) => time.getUTCDay())).toEqual([0, 0, 0, 0]);
    for (const schedule of ["nightly, please", "0 2 30 2 *", "* * * * * *", ""])
      expect(
        starts(at("03-01T00:00:00"), 5, () => ({ schedule })),
        schedule,
      ).toHaveLength(5);
  });
});

describe("10,000 servers at once", () => {
  const servers = 10_000;
  const mean = servers / 240;

  /** Runs a night minute by minute; answers how many started in each. */
  function night(minuteOf: (serverId: string) => number): number[] {
    const waiting = new Map(ids(servers).map((id) => [id, minuteOf(id)]));
    const counts: number[] = [];
    for (let minute = 0; waiting.size > 0; minute++) {
      const due = [...waiting]
        .filter(([, own]) => own <= minute)
        .map(([serverId]) => ({ serverId, lastGoodAt: null }));
      const starting = nextStarts({ due, servers });
      for (const id of starting) waiting.delete(id);
      counts.push(starting.length);
    }
    return counts;
  }

  test("no minute of the night has more than one and a half times the mean", () => {
    const counts = night((id) => nightlyMinute(id, 240));
    expect(Math.max(...counts)).toBeLessThanOrEqual(1.5 * mean);
    expect(counts.reduce((sum, count) => sum + count)).toBe(servers);
    expect(counts.length).toBeLessThanOrEqual(245);
  });

  test("nor after an outage, when all of them are due", () => {
    const counts = night(() => 0);
    expect(Math.max(...counts)).toBeLessThanOrEqual(1.5 * mean);
    expect(counts.length).toBeLessThanOrEqual(240);
  });

  test("whose last good backup is the oldest comes first, and a small fleet is not held up for ever", () => {
    const due = [
      { serverId: "new", lastGoodAt: at("03-02T00:00:00") },
      { serverId: "never", lastGoodAt: null },
      { serverId: "old", lastGoodAt: at("03-01T00:00:00") },
    ];
    expect(nextStarts({ due, servers: 3 })).toEqual(["never"]);
    expect(nextStarts({ due, servers: 300 })).toEqual(["never", "old"]);
    expect(nextStarts({ due: [], servers: 0 })).toEqual([]);
  });
});

test("the alarm rings for absence, after 26 hours", () => {
  const readyAt = at("03-01T00:00:00");
  const alarm = (lastGoodAt: Date | null, now: string) => backupAlarm({ lastGoodAt, readyAt, now: at(now) });
  expect(alarm(null, "03-02T02:00:00")).toBeNull();
  expect(alarm(null, "03-02T02:00:01")).toBe("No good backup yet, 26 hours after the server became ready.");
  expect(alarm(at("03-05T02:00:00"), "03-06T04:00:00")).toBeNull();
  expect(alarm(at("03-05T02:00:00"), "03-06T05:30:00")).toBe("No good backup for 27 hours.");
  expect(backupAlarm({ lastGoodAt: null, readyAt: null, now: at("03-01T00:00:00") })).toBeNull();
  expect(alarm(at("09-01T00:00:00"), "03-06T04:00:00")).toContain("yet to come");
});
