import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { provisionStepKeys } from "@/lib/server/jobs/provision-plan";
import { type AppUnderTest, startAppUnderTest } from "./harness/app-under-test";
import { orderServer, waitForJob } from "./harness/orders";
import { startWorld, type World } from "./harness/world";

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

test("an order becomes a running server whose PostgreSQL accepts SQL, through all eight steps", async () => {
  const { server, job } = await orderServer(world, { plugins: ["notify", "nself-stripe"] });
  const ended = await waitForJob(world, job.jobId);
  expect(ended).toMatchObject({ status: "succeeded", url: expect.stringContaining(server.domain) });
  expect(ended.steps.map((step) => [step.key, step.status])).toEqual(
    provisionStepKeys.map((key) => [key, "succeeded"]),
  );
  const machines = await world.sandbox.machines();
  const machine = machines.find((one) => one.name.endsWith(server.id.slice(4)));
  const client = new pg.Client({ connectionString: machine?.postgresUrl ?? "" });
  await client.connect();
  expect((await client.query("SELECT 6 * 7 AS answer")).rows).toEqual([{ answer: 42 }]);
  await client.end();
});
