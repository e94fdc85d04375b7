import { describe, expect, it } from "vitest";
import { cronHour, formatBytes, walAgeSeconds, withCronHour } from "./backup-rules";
import type { BackupOverview } from "./backup-schemas";

it("writes bytes as stores bill them", () => {
  expect([0, 999, 1000, 1_240_000_000, 310_000_000].map(formatBytes)).toEqual([
    "0 bytes",
    "999 bytes",
    "1 kB",
    "1.2 GB",
    "310 MB",
  ]);
});

describe("the hour of a schedule", () => {
  it("is read only where it is one plain hour", () => {
    expect(cronHour("17 2 * * *")).toBe(2);
    expect(cronHour("0 */6 * * *")).toBeNull();
    expect(cronHour("")).toBeNull();
  });

  it("is changed without the other fields", () => {
    expect(withCronHour("17 2 * * 1-5", 23)).toBe("17 23 * * 1-5");
    expect(withCronHour("nonsense", 4)).toBe("0 4 * * *");
  });
});

describe("how long ago everything was off-site", () => {
  const now = Date.parse("2026-11-20T12:00:00Z");
  const wal: BackupOverview["wal"] = {
    state: "ok",
    shippedThrough: null,
    lagSeconds: null,
    spoolBytes: null,
    diskFreeBytes: null,
    diskTotalBytes: null,
    gaps: [],
    alarm: null,
    reportedAt: null,
  };

  it("is not known without a report", () => {
    expect(walAgeSeconds(wal, now)).toBeNull();
  });

  it("counts the report's own age, and does not grow on a server where nothing is written", () => {
    const idle = {
      ...wal,
      shippedThrough: "2026-11-20T09:00:00Z",
      lagSeconds: 4,
      reportedAt: "2026-11-20T11:59:52Z",
    };
    expect(walAgeSeconds(idle, now)).toBe(12);
    expect(walAgeSeconds({ ...idle, lagSeconds: null }, now)).toBe(3 * 3600);
  });
});
