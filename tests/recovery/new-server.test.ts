import { afterAll, beforeAll, expect, test } from "vitest";
import type { BackupView } from "@/lib/backup/backup-schemas";
import type { DrillView } from "@/lib/drill/drill-schemas";
import type { JobView } from "@/lib/job/job-schemas";
import type { RestorePoints, RestoreView } from "@/lib/restore/restore-schemas";
import type { ServerView } from "@/lib/server/server-schemas";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { machineSql } from "@/tests/harness/machine-sql";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let app: AppUnderTest;
let server: ServerView;

beforeAll(async () => {
  world = await startWorld();
  app = await startAppUnderTest(world.env, world.webPort);
  const ordered = await orderServer(world, { name: "Origin" });
  server = ordered.server;
  expect((await waitForJob(world, ordered.job.id)).status).toBe("succeeded");
});
afterAll(async () => {
  await app?.kill();
  await world?.close();
});

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await world.api(method, `/api/v1${path}`, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as T;
}

const backups = async () =>
  (await call<{ items: BackupView[] }>("GET", `/servers/${server.id}/backups`)).items;

test("a lost server comes back as a new one from the off-site copy alone", async () => {
  await waitFor("the first backup", async (see) => see(await backups()).some((one) => one.status === "good"));
  await machineSql(world, server.id, "create table ledger as select generate_series(1, 300) as id");
  const [row] = await machineSql<{ at: Date }>(world, server.id, "select clock_timestamp() as at");
  const at = row?.at as Date;
  await call<{ job: JobView }>("POST", `/servers/${server.id}/backups`, {}).then(({ job }) =>
    waitForJob(world, job.id),
  );
  await waitFor("the log to come off-site", async () => {
    const { latest } = await call<RestorePoints>("GET", `/servers/${server.id}/restore-points`);
    return latest !== null && new Date(latest) > at;
  });
  // The machine is lost: nobody answers there any more.
  const machine = (await world.sandbox.machines()).find((one) => one.name.endsWith(server.id.slice(4)));
  const gone = await fetch(`${world.sandbox.hetznerUrl}/servers/${machine?.providerId}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${world.env.HETZNER_TOKEN}` },
  });
  expect(gone.ok).toBe(true);

  const subdomain = `${server.subdomain}b`;
  const started = await call<{ job: JobView; restore: RestoreView }>(
    "POST",
    `/servers/${server.id}/restores`,
    {
      target: { at: at.toISOString() },
      into: { name: "Origin again", subdomain },
      confirm: "Origin",
    },
  );
  expect(started.job.steps.map(({ key }) => key)).toContain("restoring_data");
  const ended = await waitForJob(world, started.job.id);
  expect(ended.status, JSON.stringify(ended)).toBe("succeeded");
  const restore = await call<RestoreView>("GET", `/restores/${started.restore.id}`);
  expect(restore).toMatchObject({ status: "succeeded", into: "new_server", undoUntil: null });
  expect(await machineSql(world, restore.newServerId ?? "", "select count(*)::int as n from ledger")).toEqual(
    [{ n: 300 }],
  );

  const fresh = await waitFor("the new server's own first backup", async () => {
    const { items } = await call<{ items: BackupView[] }>("GET", `/servers/${restore.newServerId}/backups`);
    return items.find((one) => one.status === "good");
  });
  expect(fresh.trigger).toBe("first");
  server = await call<ServerView>("GET", `/servers/${restore.newServerId}`);
});

test("a drill restores the off-site data into a throw-away server, measures, reports and leaves nothing behind", async () => {
  const { job, drill } = await call<{ job: JobView; drill: DrillView }>(
    "POST",
    `/servers/${server.id}/drills`,
    {
      scenario: "full-restore",
    },
  );
  const ended = await waitForJob(world, job.id);
  expect(ended.status, JSON.stringify(ended)).toBe("succeeded");
  const { report } = await call<DrillView>("GET", `/drills/${drill.id}`);
  expect(report, JSON.stringify(report)).toMatchObject({
    passed: true,
    tornDown: true,
    scenario: "full-restore",
  });
  expect(report?.rowCount).toBeGreaterThanOrEqual(300);
  expect(report?.rtoSeconds).toBeLessThan(report?.promised.rtoSeconds ?? 0);
  const { items } = await call<{ items: ServerView[] }>("GET", "/servers");
  expect(items.some(({ name }) => name.startsWith("Drill"))).toBe(false);
  const machines = await world.sandbox.machines();
  expect(machines.map(({ name }) => name)).toEqual([expect.stringContaining(server.id.slice(4))]);
});
