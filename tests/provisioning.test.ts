import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Problem } from "@/lib/problem";
import { provisionStepKeys } from "@/lib/server/jobs/provision-plan";
import type { ServerAndJob } from "@/lib/server/server-schemas";
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

test("an order becomes a running server whose PostgreSQL accepts SQL, through all eight steps, and restarts when told to", async () => {
  const { server, job } = await orderServer(world, { plugins: ["notify", "nself-stripe"] });
  const ended = await waitForJob(world, job.id);
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

  const startedAt = async () => {
    const asking = new pg.Client({ connectionString: machine?.postgresUrl ?? "" });
    await asking.connect();
    const { rows } = await asking.query("SELECT pg_postmaster_start_time() AS at");
    await asking.end();
    return rows[0].at.getTime();
  };
  const restart = (body: object) => world.api("POST", `/api/v1/servers/${server.id}/restarts`, body);
  const before = await startedAt();
  const unknown = await restart({ service: "postgre" });
  expect([unknown.status, (unknown.body as Problem).fields?.service]).toEqual([
    400,
    expect.stringContaining("postgres, hasura, auth, nginx"),
  ]);
  const accepted = await restart({ service: "postgres" });
  expect(accepted.status).toBe(202);
  const { job: restarting } = accepted.body as ServerAndJob;
  const second = await restart({});
  expect([second.status, (second.body as Problem).code]).toEqual([409, "job_live"]);
  expect(await waitForJob(world, restarting.id)).toMatchObject({
    kind: "restart_service",
    status: "succeeded",
  });
  expect(await startedAt()).toBeGreaterThan(before);
});
