import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { provisionStepKeys } from "@/lib/server/jobs/provision-plan";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { mailsAbout, whatIsLeft } from "@/tests/harness/provider-state";
import { stepReached } from "@/tests/harness/step-reached";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let app: AppUnderTest;
beforeAll(async () => {
  world = await startWorld();
  app = await startAppUnderTest(world.env, world.webPort);
});
afterAll(async () => {
  await app?.kill();
  await world?.close();
});

test.each([
  ["inside every step", "running"],
  ["between every two steps", "succeeded"],
] as const)(
  "an app that is killed %s ends in the same state: one server, no orphan, one mail",
  async (_, status) => {
    const watch = new pg.Client({ connectionString: world.databaseUrl });
    await watch.connect();
    await watch.query("LISTEN nself_job");
    const name = `Sweep ${status} ${Date.now()}`;
    const { server, job } = await orderServer(world, { name, plugins: ["notify"] });
    for (const key of provisionStepKeys) {
      await stepReached(watch, job.id, key, status);
      await app.kill();
      app = await startAppUnderTest(world.env, world.webPort);
    }
    const ended = await waitForJob(world, job.id);
    expect(ended.status).toBe("succeeded");
    expect(ended.steps.every((step) => step.status === "succeeded")).toBe(true);
    expect(await whatIsLeft(world, server)).toEqual({ servers: 1, sshKeys: 1, dnsRecords: 2 });
    expect(await mailsAbout(world, name)).toBe(1);
    // The first backup is under way by itself, and opens a row of its own before it has its key.
    await waitFor("every resource to be known", async () => {
      const { rows } = await watch.query(
        'SELECT count(*)::int AS open FROM "ProviderResource" WHERE "serverId" = $1 AND "externalId" IS NULL',
        [server.id],
      );
      return rows[0].open === 0;
    });
    await watch.end();
  },
);

test("the same event sent again, and a stale one, start nothing", async () => {
  const { server, job } = await orderServer(world);
  const send = (data: object, id?: string) =>
    fetch(`${world.env.INNGEST_BASE_URL}/e/${world.env.INNGEST_EVENT_KEY}`, {
      method: "POST",
      body: JSON.stringify({ name: "job/provision.requested", data, ...(id ? { id } : {}) }),
    });
  const run = { jobId: job.id, epoch: 1 };
  await send(run, `${job.id}-1`);
  await send(run);
  await send({ ...run, epoch: 0 });
  const ended = await waitForJob(world, job.id);
  expect(ended.status, JSON.stringify(ended)).toBe("succeeded");
  await waitFor("the doubled runs to end", async () => (await send(run)).ok);
  expect(await whatIsLeft(world, server)).toMatchObject({ servers: 1, sshKeys: 1 });
  expect(await mailsAbout(world, "Test is ready")).toBeLessThanOrEqual(1);
});
