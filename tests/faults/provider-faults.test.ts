import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { JobView } from "@/lib/job/job-schemas";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { addForeignRecord, dnsRecords, mailsAbout, whatIsLeft } from "@/tests/harness/provider-state";
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
beforeEach(() => world.sandbox.clearFaults());

const stepOf = (job: JobView, key: string) => job.steps.find((step) => step.key === key);

describe("creating the server", () => {
  test("a creation whose answer is lost is adopted: one server, and the job succeeds", async () => {
    await world.sandbox.fault({
      provider: "hetzner",
      operation: "POST /servers",
      effect: { type: "reset_after" },
    });
    const { server, job } = await orderServer(world);
    expect((await waitForJob(world, job.id)).status).toBe("succeeded");
    expect(await whatIsLeft(world, server)).toMatchObject({ servers: 1, sshKeys: 1 });
  });

  test.each([
    ["429", { type: "status", status: 429, code: "rate_limit_exceeded" }],
    ["a 503", { type: "status", status: 503, code: "service_error" }],
    ["a connection cut before anything was done", { type: "reset" }],
  ])(
    "%s is retried by itself",
    async (_, effect) => {
      await world.sandbox.fault({ provider: "hetzner", operation: "POST /servers", effect });
      const { server, job } = await orderServer(world);
      expect((await waitForJob(world, job.id)).status).toBe("succeeded");
      expect((await whatIsLeft(world, server)).servers).toBe(1);
    },
    120_000,
  );

  test("a locked server is waited for when provider backups are enabled", async () => {
    const effect = { type: "status", status: 423, code: "locked" };
    await world.sandbox.fault({
      provider: "hetzner",
      operation: "POST /servers/",
      match: "enable_backup",
      effect,
    });
    const { job } = await orderServer(world);
    expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  });

  test("no capacity fails with the seed's remedy, leaves nothing billable, and another location goes on", async () => {
    const subdomain = `sim-no-capacity-${Date.now().toString(36)}`;
    const { server, job } = await orderServer(world, { subdomain, name: "Full" });
    const failed = await waitForJob(world, job.id);
    expect(failed).toMatchObject({
      status: "failed",
      currentStep: "creating_server",
      error: { class: "capacity", actions: expect.arrayContaining(["retry_elsewhere"]) },
    });
    expect((await whatIsLeft(world, server)).servers).toBe(0);
    await waitFor(
      "the mail about it",
      async (see) => see(await mailsAbout(world, "Full needs your attention")) === 1,
    );
    const retried = await world.api("POST", `/api/v1/jobs/${job.id}/retry`, { location: "nbg1" });
    expect(retried.status).toBe(202);
    expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  });
});

describe("names", () => {
  test("a foreign DNS record is a domain conflict; another subdomain goes on and the foreign record stays", async () => {
    const subdomain = `taken${Date.now().toString(36)}`;
    await addForeignRecord(world, `${subdomain}.sandbox.localhost`);
    const { server, job } = await orderServer(world, { subdomain });
    const failed = await waitForJob(world, job.id);
    expect(failed.error).toMatchObject({
      code: "domain_conflict",
      actions: expect.arrayContaining(["retry_other_subdomain"]),
    });
    const other = `${subdomain}b`;
    expect((await world.api("POST", `/api/v1/jobs/${job.id}/retry`, { subdomain: other })).status).toBe(202);
    const ended = await waitForJob(world, job.id);
    expect(ended).toMatchObject({
      status: "succeeded",
      url: expect.stringContaining(`${other}.sandbox.localhost`),
    });
    const foreign = await dnsRecords(world, server.domain);
    expect(foreign.map((record) => record.content)).toEqual(["192.0.2.1"]);
  });

  test("a server with IPv6 has both addresses at its name and below it, and none of them when it is gone", async () => {
    const { server, job } = await orderServer(world, { subdomain: "sim-ipv6-both" });
    expect((await waitForJob(world, job.id)).status).toBe("succeeded");
    const records = await dnsRecords(world, server.domain);
    const names = [server.domain, `*.${server.domain}`];
    expect(records.filter(({ type }) => type === "A").map(({ name }) => name)).toEqual(
      expect.arrayContaining(names),
    );
    expect(records.filter(({ content }) => content === "2001:db8:1234::1").map(({ name }) => name)).toEqual(
      expect.arrayContaining(names),
    );
    const deleted = await world.api("DELETE", `/api/v1/servers/${server.id}`, { confirm: "Test" });
    await waitForJob(world, (deleted.body as { job: { id: string } }).job.id);
    expect(await dnsRecords(world, server.domain)).toEqual([]);
  });

  test("bad nonces from the certificate authority are met by asking again", async () => {
    await world.sandbox.fault({
      provider: "acme",
      operation: "newOrder",
      times: 2,
      effect: { type: "named", name: "badNonce" },
    });
    const { job } = await orderServer(world);
    expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  });
});

describe("the mail", () => {
  test("a refused welcome mail is tried again and sent once", async () => {
    const effect = { type: "status", status: 503, code: "internal_server_error" };
    await world.sandbox.fault({ provider: "resend", operation: "POST /emails", effect });
    const name = `Mail ${Date.now()}`;
    const { job } = await orderServer(world, { name });
    expect((await waitForJob(world, job.id)).status).toBe("succeeded");
    expect(await mailsAbout(world, name)).toBe(1);
  });

  test("a mail that stays refused leaves a ready server with a note, and can be sent again", async () => {
    const effect = { type: "status", status: 422, code: "validation_error" };
    await world.sandbox.fault({ provider: "resend", operation: "POST /emails", times: 0, effect });
    const { server, job } = await orderServer(world);
    const ended = await waitForJob(world, job.id);
    expect(ended).toMatchObject({ status: "succeeded", warning: expect.stringContaining("mail") });
    expect(stepOf(ended, "sending_welcome")?.status).toBe("failed");
    await world.sandbox.clearFaults();
    const sent = await world.api("POST", `/api/v1/servers/${server.id}/welcome-mails`);
    expect(sent).toMatchObject({ status: 202, body: { sentTo: "demo@example.com" } });
  });
});
