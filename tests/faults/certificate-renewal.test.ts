import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { servedLeaf } from "@/cli/tls/served-leaf";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import { sendEndMail } from "@/lib/job/send-end-mail";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import type { ServerAndJob, ServerDetail } from "@/lib/server/server-schemas";
import { startRenewals } from "@/lib/server/start-renewals";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { mailsAbout, whatIsLeft } from "@/tests/harness/provider-state";
import type { SandboxMachine } from "@/tests/harness/sandbox-process";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld, type World } from "@/tests/harness/world";

const dayMs = 86_400_000;
let world: World;
let app: AppUnderTest;
beforeAll(async () => {
  world = await startWorld();
  app = await startAppUnderTest(world.env, world.webPort);
});
afterAll(async () => {
  await app?.kill();
  await db().$disconnect();
  await world?.close();
});
beforeEach(() => world.sandbox.clearFaults());

type Ordered = ServerAndJob["server"];

/** How many certificates the CA has issued for a name. */
function issuedFor({ domain }: Ordered): number {
  const folder = path.join(world.sandbox.dataDir, "acme", "certificates");
  const issued = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), "utf8"));
  return issued.filter((text) => (JSON.parse(text) as { names: string[] }).names.includes(domain)).length;
}

async function machineOf({ id }: Ordered): Promise<SandboxMachine> {
  const machine = (await world.sandbox.machines()).find(({ name }) => name.endsWith(id.slice(4)));
  if (!machine) throw new Error(`${id} has no machine`);
  return machine;
}

/** The leaf that the server shows to visitors. */
async function served(server: Ordered): Promise<string> {
  const { https } = (await machineOf(server)).ports;
  return await servedLeaf({ host: "127.0.0.1", port: https }, server.domain, 5000);
}

async function certificateOf({ id }: Ordered): Promise<NonNullable<ServerDetail["certificate"]>> {
  const { certificate } = (await world.api("GET", `/api/v1/servers/${id}`)).body as ServerDetail;
  if (!certificate) throw new Error("the server has no certificate");
  return certificate;
}

/** A running server whose certificate has 29 of its 90 days left. */
async function serverThatIsDue(name: string): Promise<Ordered> {
  const effect = { type: "named", name: "nearlyOver" };
  await world.sandbox.fault({ provider: "acme", operation: "finalize", effect });
  const { server, job } = await orderServer(world, { name });
  const ended = await waitForJob(world, job.id);
  expect(ended.status).toBe("succeeded");
  return server;
}

async function startRenewal(): Promise<string> {
  const [run, ...others] = await startRenewals();
  expect(others).toEqual([]);
  if (!run) throw new Error("no renewal was started");
  // Only now: the client reads where its engine is as it is loaded.
  const { dispatchJob } = await import("@/inngest/dispatch-job");
  await dispatchJob("renew_certificate", run);
  return run.jobId;
}

test("a new server takes one certificate, which is not renewed before its time", async () => {
  const { server, job } = await orderServer(world);
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  expect(issuedFor(server)).toBe(1);
  expect(await startRenewals()).toEqual([]);
});

test("a certificate with a third of its life left is renewed once, and visitors get the new one", async () => {
  const server = await serverThatIsDue("Renewed");
  const before = await served(server);
  const jobId = await startRenewal();
  expect(await startRenewals()).toEqual([]);
  expect((await waitForJob(world, jobId)).status).toBe("succeeded");
  expect(await served(server)).not.toBe(before);
  const { notAfter, renewal } = await certificateOf(server);
  expect(Date.parse(notAfter ?? "") - Date.now()).toBeGreaterThan(88 * dayMs);
  expect(renewal).toBeNull();
  expect(issuedFor(server)).toBe(2);
  expect(await startRenewals()).toEqual([]);
  expect((await whatIsLeft(world, server)).dnsRecords).toBe(2);
});

test("a renewal that fails leaves the old certificate serving, says why, and Retry renews it unless a later one was tried", async () => {
  const server = await serverThatIsDue("Failing");
  const before = await served(server);
  // Another request than the one that was certified, as after a key was replaced by hand.
  rmSync(path.join((await machineOf(server)).root, "etc/nself/tls/request.pem"));
  const effect = { type: "status", status: 403, code: "caa", message: "CAA forbids it" };
  await world.sandbox.fault({ provider: "acme", operation: "newOrder", times: 0, effect });
  const jobId = await startRenewal();
  const failed = await waitForJob(world, jobId);
  expect(failed).toMatchObject({
    status: "failed",
    error: {
      code: "certificate_refused",
      remedy: expect.stringContaining("goes on serving"),
      actions: ["retry", "contact_support"],
    },
  });
  expect(await certificateOf(server)).toMatchObject({
    renewsAt: expect.any(String),
    renewal: { id: jobId, failed: true },
  });
  expect(await served(server)).toBe(before);
  expect(await startRenewals()).toEqual([]);

  await world.sandbox.clearFaults();
  const later = { id: newId("job"), serverId: server.id, teamId: world.teamId };
  await db().job.create({
    data: { ...later, kind: "renew_certificate", exclusive: false, status: "failed" },
  });
  const refused = await world.api("POST", `/api/v1/jobs/${jobId}/retry`);
  expect(refused).toMatchObject({ status: 409, body: { code: "action_not_allowed" } });
  await db().job.delete({ where: { id: later.id } });

  expect((await world.api("POST", `/api/v1/jobs/${jobId}/retry`)).status).toBe(202);
  expect((await waitForJob(world, jobId)).status).toBe("succeeded");
  expect(await certificateOf(server)).toMatchObject({ renewal: null });
  expect(await served(server)).not.toBe(before);
});

test("people are told of a failed renewal when less than two weeks are left, and not before", async () => {
  const name = `Told ${Date.now()}`;
  const server = await serverThatIsDue(name);
  const mails = () => mailsAbout(world, name);
  const before = await mails();
  const effect = { type: "status", status: 403, code: "caa" };
  await world.sandbox.fault({ provider: "acme", operation: "newOrder", times: 0, effect });
  const jobId = await startRenewal();
  expect((await waitForJob(world, jobId)).status).toBe("failed");
  await sendEndMail(jobKinds, { jobId, epoch: 1 });
  expect(await mails()).toBe(before);
  await db().certificate.updateMany({
    where: { serverId: server.id },
    data: { notAfter: new Date(Date.now() + 13 * dayMs) },
  });
  await sendEndMail(jobKinds, { jobId, epoch: 1 });
  expect(await mails()).toBe(before + 1);
});

test("a server that is deleted while its certificate is being renewed leaves nothing behind", async () => {
  const server = await serverThatIsDue("Going");
  const effect = { type: "named", name: "processing" };
  await world.sandbox.fault({ provider: "acme", operation: "finalize", times: 0, effect });
  const jobId = await startRenewal();
  await waitFor("the order", async () => issuedFor(server) === 2);
  const deletion = await world.api("DELETE", `/api/v1/servers/${server.id}`, { confirm: "Going" });
  expect(deletion.status).toBe(202);
  const deleted = await waitForJob(world, (deletion.body as ServerAndJob).job.id);
  expect(deleted.status).toBe("succeeded");
  expect((await waitForJob(world, jobId)).status).toBe("succeeded");
  expect(await whatIsLeft(world, server)).toEqual({ servers: 0, sshKeys: 0, dnsRecords: 0 });
});
