import { existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BackupView } from "@/lib/backup/backup-schemas";
import { type DrillScenario, type DrillView, promisedObjectives } from "@/lib/drill/drill-schemas";
import type { JobView } from "@/lib/job/job-schemas";
import type { ServerView } from "@/lib/server/server-schemas";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { callsOf } from "@/tests/harness/calls";
import { machineSql } from "@/tests/harness/machine-sql";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let app: AppUnderTest;
let api: ReturnType<typeof callsOf>;
let serverId: string;

beforeAll(async () => {
  world = await startWorld();
  app = await startAppUnderTest(world.env, world.webPort);
  api = callsOf(world);
  const { server, job } = await orderServer(world, { name: "Rehearsed" });
  serverId = server.id;
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  await waitFor("the first backup", async () => {
    const { items } = await api.get<{ items: BackupView[] }>(`/servers/${serverId}/backups`);
    return items.some(({ status }) => status === "good");
  });
  await machineSql(world, serverId, "create table ledger as select generate_series(1, 300) as id");
  const { job: backup } = await api.post<{ job: JobView }>(`/servers/${serverId}/backups`, {});
  expect((await waitForJob(world, backup.id)).status).toBe("succeeded");
});
afterAll(async () => {
  await app?.kill();
  await world?.close();
});

async function drill(scenario: DrillScenario): Promise<DrillView> {
  const begun = await api.post<{ job: JobView; drill: DrillView }>(`/servers/${serverId}/drills`, {
    scenario,
  });
  const ended = await waitForJob(world, begun.job.id);
  expect(ended.status, JSON.stringify(ended)).toBe("succeeded");
  return await api.get<DrillView>(`/drills/${begun.drill.id}`);
}

/** Nothing is there but the server with its data: no other machine, no other server, no instance beside it. */
async function nothingIsLeft(): Promise<void> {
  const machines = await world.sandbox.machines();
  expect(machines.map(({ name }) => name)).toEqual([expect.stringContaining(serverId.slice(4))]);
  const { items } = await api.get<{ items: ServerView[] }>("/servers");
  expect(items.map(({ id }) => id)).toEqual([serverId]);
  const beside = `${machines[0]?.root}/var/lib/nself/restore`;
  expect(existsSync(beside) ? readdirSync(beside) : []).toEqual([]);
  expect(await machineSql(world, serverId, "select count(*)::int as n from ledger")).toEqual([{ n: 300 }]);
}

test.each(["database-corruption", "bad-deploy"] as const)(
  "the drill %s restores beside the server, compares time and loss with what is published, and leaves nothing behind",
  async (scenario) => {
    const { status, report } = await drill(scenario);
    const { rtoSeconds, rpo } = promisedObjectives[scenario];
    expect(report, JSON.stringify(report)).toMatchObject({
      scenario,
      serverName: "Rehearsed",
      passed: true,
      promised: { rtoSeconds, rpo },
      backupName: expect.stringMatching(/^bak_/),
      tornDown: true,
      phases: ["files", "wal", "examine"].map((key) => expect.objectContaining({ key })),
    });
    expect(status).toBe("passed");
    expect(report?.checks.map((check) => [check.name, check.status])).toEqual([
      ["data", "passed"],
      ["time", "passed"],
      ["loss", "passed"],
    ]);
    expect(report?.rtoSeconds).toBeGreaterThan(0);
    expect(report?.rtoSeconds).toBeLessThanOrEqual(rtoSeconds);
    if (rpo === "0") expect(report?.rpoSeconds).toBe(0);
    expect(report?.rowCount).toBeGreaterThanOrEqual(300);
    await nothingIsLeft();
  },
  60_000,
);

test("a drill whose backup does not open has failed, says why in its report, and leaves nothing behind either", async () => {
  const bitFlip = { type: "named", name: "bit_flip" };
  await world.sandbox.fault({
    provider: "storage",
    operation: "GetObject",
    match: "/base/",
    times: 0,
    effect: bitFlip,
  });
  const { status, report } = await drill("database-corruption");
  await world.sandbox.clearFaults();
  expect(status).toBe("failed");
  expect(report).toMatchObject({ passed: false, recoveredTo: null, tornDown: true });
  expect(report?.checks).toContainEqual(expect.objectContaining({ name: "data", status: "failed" }));
  await nothingIsLeft();
});
