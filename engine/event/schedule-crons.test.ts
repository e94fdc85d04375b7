import { Cron } from "croner";
import { describe, expect, it } from "vitest";
import { startBench, waitFor } from "@/engine/tests/engine-harness";
import { createTestDatabase } from "@/tests/harness/postgres";
import { latestMissed, parseCron } from "./schedule-crons";

const at = (text: string) => Date.parse(text);

describe("cron", () => {
  it("reads five fields in UTC, names like @daily, and zones", () => {
    const after = new Date("2026-07-01T09:30:00Z");
    expect(parseCron("0 12 * * *")?.nextRun(after)?.toISOString()).toBe("2026-07-01T12:00:00.000Z");
    expect(parseCron("TZ=Europe/Paris 0 12 * * *")?.nextRun(after)?.toISOString()).toBe(
      "2026-07-01T10:00:00.000Z",
    );
    expect(parseCron("@daily")?.nextRun(after)?.toISOString()).toBe("2026-07-02T00:00:00.000Z");
    expect(parseCron("every now and then")).toBeNull();
  });

  it("makes up for the latest missed tick only, and for none when none was missed", () => {
    const hourly = new Cron("0 * * * *", { timezone: "UTC", paused: true });
    const missed = latestMissed(hourly, at("2026-07-01T08:00:00Z"), at("2026-07-01T11:30:00Z"));
    expect(missed?.toISOString()).toBe("2026-07-01T11:00:00.000Z");
    expect(latestMissed(hourly, at("2026-07-01T11:00:00Z"), at("2026-07-01T11:30:00Z"))).toBeNull();
    const exact = latestMissed(hourly, at("2026-07-01T10:00:00Z"), at("2026-07-01T11:00:00Z"));
    expect(exact?.toISOString()).toBe("2026-07-01T11:00:00.000Z");
  });

  it("starts a run per tick, and one for all ticks missed while the engine was down", async () => {
    const database = await createTestDatabase({ empty: true });
    const ticks: string[] = [];
    const options: Parameters<typeof startBench>[0] = {
      databaseUrl: database.url,
      functions: (inngest) => [
        inngest.createFunction({ id: "tick", triggers: [{ cron: "* * * * * *" }] }, async ({ event, step }) =>
          step.run("note", () => {
            ticks.push(event.id ?? "");
          }),
        ),
      ],
    };
    const first = await startBench(options);
    await waitFor(() => ticks.length >= 2);
    await first.close();
    const before = ticks.length;
    const stoppedAtMs = Date.now();
    await waitFor(() => Date.now() - stoppedAtMs > 2500);
    const second = await startBench(options);
    await waitFor(() => ticks.length > before);
    await second.close();
    await database.drop();
    expect(new Set(ticks).size).toBe(ticks.length);
    expect(ticks.length - before).toBeLessThanOrEqual(2);
    expect(at(ticks[before] ?? "")).toBeGreaterThan(stoppedAtMs + 1000);
  });
});
