import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { orderServer, waitForJob } from "@/tests/harness/orders";
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
beforeEach(() => world.sandbox.clearFaults());

const named = (name: string) => ({ type: "named", name });

test("a server that shows another host key is sent nothing and is quarantined", async () => {
  await world.sandbox.fault({
    provider: "machine",
    operation: "connect",
    times: 0,
    effect: named("host_key_changed"),
  });
  const { server, job } = await orderServer(world);
  const failed = await waitForJob(world, job.id);
  expect(failed.error).toMatchObject({
    code: "host_key_changed",
    actions: expect.not.arrayContaining(["retry"]),
  });
  const detail = (await world.api("GET", `/api/v1/servers/${server.id}`)).body as ServerDetail;
  expect(detail.status).toBe("quarantined");
  expect((await world.api("POST", `/api/v1/jobs/${job.id}/retry`, {})).status).toBe(409);
});

test("a registry hiccup is retried by itself", async () => {
  const effect = { type: "status", status: 503 };
  await world.sandbox.fault({ provider: "uplink", operation: "GET /api/registry", effect });
  const { job } = await orderServer(world, { plugins: ["notify"] });
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
});

test("a tampered plugin package is refused, with Retry on offer, and a clean one installs", async () => {
  await world.sandbox.fault({
    provider: "uplink",
    operation: "GET /api/registry/packages",
    effect: named("tamper"),
  });
  const { job } = await orderServer(world, { plugins: ["notify"] });
  const failed = await waitForJob(world, job.id);
  expect(failed).toMatchObject({
    currentStep: "installing_plugins",
    error: { code: "plugin_refused", actions: expect.arrayContaining(["retry"]) },
  });
  await world.api("POST", `/api/v1/jobs/${job.id}/retry`, {});
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
});

test("a task whose answer is lost, and a command that was never run, are not run twice and not lost", async () => {
  const fault = (operation: string, type: string) =>
    world.sandbox.fault({ provider: "machine", operation, times: 2, effect: { type } });
  await fault("exec nself task", "reset_after");
  await fault("exec nself ssl", "reset");
  const { server, job } = await orderServer(world, { plugins: ["notify"] });
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  const machine = (await world.sandbox.machines()).find((one) => one.name.endsWith(server.id.slice(4)));
  const tasks = readdirSync(`${machine?.root}/var/lib/nself/tasks`).filter((id) => id.startsWith("job-"));
  expect(tasks.length).toBeGreaterThan(0);
  expect(tasks.filter((id) => !id.endsWith("-0"))).toEqual([]);
});

test("an answer of /health while PostgreSQL is down is not accepted, and is once it is back", async () => {
  await world.sandbox.fault({
    provider: "resend",
    operation: "POST /emails",
    effect: { type: "delay", delayMs: 1 },
  });
  const { server, job } = await orderServer(world);
  await waitForJob(world, job.id);
  const machine = (await world.sandbox.machines()).find((one) => one.name.endsWith(server.id.slice(4)));
  const { probeHealth } = await import("@/lib/health/probe-health");
  const probe = () =>
    probeHealth({ domain: server.domain, port: machine?.ports.https ?? 0, serverId: server.id });
  const pid = Number(
    readFileSync(`${machine?.root}/var/lib/nself/postgres/postmaster.pid`, "utf8").split("\n")[0],
  );
  expect(pid).toBeGreaterThan(1);
  process.kill(pid, "SIGSTOP");
  const down = await probe();
  process.kill(pid, "SIGCONT");
  expect(down.ok).toBe(false);
  expect(
    await probeHealth({ domain: server.domain, port: machine?.ports.https ?? 0, serverId: "srv_other" }),
  ).toMatchObject({ ok: false });
});
