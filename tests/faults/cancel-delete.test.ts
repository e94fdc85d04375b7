import { afterAll, beforeAll, expect, test } from "vitest";
import type { JobView } from "@/lib/job/job-schemas";
import type { ServerAndJob } from "@/lib/server/server-schemas";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { mailsAbout, whatIsLeft } from "@/tests/harness/provider-state";
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

const nothing = { servers: 0, sshKeys: 0, dnsRecords: 0 };

test.each(["creating_server", "bootstrapping", "configuring_ssl", "health_check"])(
  "a cancellation during %s takes everything back and says so in a receipt",
  async (key) => {
    const { server, job } = await orderServer(world);
    await waitFor(`${key} to begin`, async () => {
      const now = (await world.api("GET", `/api/v1/jobs/${job.id}`)).body as JobView;
      const begun = now.steps.find((step) => step.key === key)?.status !== "pending";
      return begun || now.finishedAt ? now : null;
    });
    const answer = await world.api("POST", `/api/v1/jobs/${job.id}/cancel`);
    // The server may have become ready in this very moment; then it is deleted and not cancelled.
    if (answer.status === 409) return;
    const ended = await waitForJob(world, job.id);
    expect(ended.status).toBe("cancelled");
    expect(ended.receipt?.map((item) => item.kind)).toEqual(
      expect.arrayContaining(["dns_record", "server", "ssh_key"]),
    );
    expect(await whatIsLeft(world, server)).toEqual(nothing);
  },
  120_000,
);

test("a deleted server leaves nothing behind, frees its subdomain, and needs its name typed", async () => {
  const { server, job } = await orderServer(world, { name: "Shop" });
  await waitForJob(world, job.id);
  const refused = await world.api("DELETE", `/api/v1/servers/${server.id}`, { confirm: "shop" });
  expect(refused).toMatchObject({ status: 400, body: { fields: { confirm: expect.any(String) } } });
  const deletion = await world.api("DELETE", `/api/v1/servers/${server.id}`, { confirm: "Shop" });
  expect(deletion.status).toBe(202);
  const ended = await waitForJob(world, (deletion.body as ServerAndJob).job.id);
  expect(ended.status).toBe("succeeded");
  expect(await whatIsLeft(world, server)).toEqual(nothing);
  await waitFor("the receipt by mail", async (see) => see(await mailsAbout(world, "Shop is deleted")) === 1);
  const again = await orderServer(world, { subdomain: server.subdomain });
  expect((await waitForJob(world, again.job.id)).status).toBe("succeeded");
});

test("a failed order that was deleted cannot be retried or cancelled back to life", async () => {
  const subdomain = `sim-no-capacity-${Date.now().toString(36)}`;
  const { server, job } = await orderServer(world, { name: "Full", subdomain });
  expect((await waitForJob(world, job.id)).status).toBe("failed");
  const deletion = await world.api("DELETE", `/api/v1/servers/${server.id}`, { confirm: "Full" });
  await waitForJob(world, (deletion.body as ServerAndJob).job.id);
  for (const action of ["retry", "cancel"]) {
    const answer = await world.api("POST", `/api/v1/jobs/${job.id}/${action}`, {});
    expect([action, answer.status]).toEqual([action, 409]);
  }
  expect(await whatIsLeft(world, server)).toEqual(nothing);
});

test("a server whose machine is gone already can be deleted", async () => {
  const { server, job } = await orderServer(world, { name: "Gone" });
  await waitForJob(world, job.id);
  const machine = (await world.sandbox.machines()).find((one) => one.name.endsWith(server.id.slice(4)));
  await fetch(`${world.env.HETZNER_API_URL}/servers/${machine?.providerId}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${world.env.HETZNER_TOKEN}` },
  });
  const deletion = await world.api("DELETE", `/api/v1/servers/${server.id}`, { confirm: "Gone" });
  const ended = await waitForJob(world, (deletion.body as ServerAndJob).job.id);
  expect(ended.receipt).toContainEqual(expect.objectContaining({ kind: "server", outcome: "not_found" }));
  expect(await whatIsLeft(world, server)).toEqual(nothing);
});
