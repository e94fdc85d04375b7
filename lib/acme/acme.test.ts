import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import acmeClient from "acme-client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db";
import { ensureRecords } from "@/lib/dns/ensure-records";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { createTestDatabase } from "@/tests/harness/postgres";
import { createAcmeAccountKey } from "./acme-account";
import { challengesOfOrder, type DnsChallenge } from "./challenges-of-order";
import { completeOrder } from "./complete-order";
import { DeadOrderError } from "./dead-order";
import { type Acme, openAcme } from "./open-acme";
import { openOrder } from "./order";
import { startOrder } from "./start-order";

let sandbox: Sandbox;
let folder: string;
let drop: () => Promise<void>;
let accountKey: string;
let acme: Acme;
let names: string[];
let csr: string;
let round = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "nself-acme-"));
  sandbox = await startSandbox({ dataDir: folder });
  const database = await createTestDatabase();
  const headers = { authorization: "Bearer sandbox-cloudflare-token" };
  const zones = (await (await fetch(`${sandbox.cloudflareUrl}/zones`, { headers })).json()) as {
    result: { id: string }[];
  };
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    CLOUDFLARE_API_URL: sandbox.cloudflareUrl,
    CLOUDFLARE_ZONE_ID: zones.result[0]?.id,
    ACME_DIRECTORY_URL: sandbox.acmeDirectoryUrl,
  });
  drop = database.drop;
  // In production NODE_EXTRA_CA_CERTS does this; Node reads it only as the process starts.
  acmeClient.axios.defaults.httpsAgent = new Agent({ ca: readFileSync(sandbox.caFile, "utf8") });
  accountKey = await createAcmeAccountKey();
});
beforeEach(async () => {
  sandbox.faults.clear();
  acme = await openAcme({ accountKey });
  round += 1;
  names = [`site${round}.sandbox.localhost`, `*.site${round}.sandbox.localhost`];
  const [, request] = await acmeClient.crypto.createCsr({ commonName: names[0], altNames: names });
  csr = request.toString();
});
afterAll(async () => {
  await sandbox.close();
  await db().$disconnect();
  await drop();
  rmSync(folder, { recursive: true, force: true });
});

async function prove(challenges: DnsChallenge[]): Promise<void> {
  const records = challenges.map(({ recordName, recordValue }) => ({
    type: "TXT" as const,
    name: recordName,
    content: recordValue,
  }));
  await ensureRecords({ owner: `srv_${round}`, records });
}

test("a wildcard certificate is issued, and asked for again from the order alone", async () => {
  const order = await startOrder(acme, names);
  const challenges = await challengesOfOrder(acme, order);
  const orderUrl = order.raw.url;
  expect(challenges.map(({ recordName }) => recordName)).toEqual(
    Array(2).fill(`_acme-challenge.${names[0]}`),
  );
  const reread = await openOrder(acme, orderUrl);
  expect(await challengesOfOrder(acme, reread)).toEqual(challenges);
  await prove(challenges);
  const issued = await completeOrder(acme, reread, csr);
  if (issued.status !== "issued") throw new Error("not issued");
  const leaf = new X509Certificate(issued.certificatePem);
  expect(names.every((name) => leaf.subjectAltName?.includes(`DNS:${name}`))).toBe(true);
  expect(issued.certificatePem.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(1);
  const reopened = await openAcme({ accountKey, accountUrl: acme.accountUrl });
  expect(await completeOrder(reopened, await openOrder(reopened, orderUrl), csr)).toEqual(issued);
});

test("the same key is the same account", async () => {
  const other = await openAcme({ accountKey: await createAcmeAccountKey() });
  expect(other.accountUrl).not.toBe(acme.accountUrl);
  expect((await openAcme({ accountKey })).accountUrl).toBe(acme.accountUrl);
});

test("a storm of bad nonces is survived", async () => {
  sandbox.faults.add({
    provider: "acme",
    operation: "newOrder",
    times: 8,
    effect: { type: "named", name: "badNonce" },
  });
  expect((await startOrder(acme, names)).authorizations).toHaveLength(2);
});

test("a rate limit is told with its hours and never slept through", async () => {
  sandbox.faults.add({
    provider: "acme",
    operation: "newOrder",
    times: 1,
    effect: { type: "named", name: "rateLimited" },
  });
  const limited = { code: "certificate_limited", retryAfterSeconds: 3600 };
  await expect(startOrder(acme, names)).rejects.toMatchObject(limited);
});

test("a CA that is down is transient and answers at once", async () => {
  sandbox.faults.add({
    provider: "acme",
    operation: "newOrder",
    times: 1,
    effect: { type: "status", status: 503 },
  });
  await expect(startOrder(acme, names)).rejects.toMatchObject({ code: "certificate_failed" });
  sandbox.faults.add({ provider: "acme", operation: "newOrder", times: 1, effect: { type: "reset" } });
  await expect(startOrder(acme, names)).rejects.toMatchObject({ code: "certificate_failed" });
});

test("an order whose proof failed is dead and says so", async () => {
  const order = await startOrder(acme, names);
  await expect(completeOrder(acme, order, csr)).rejects.toBeInstanceOf(DeadOrderError);
  const reread = await openOrder(acme, order.raw.url);
  await expect(completeOrder(acme, reread, csr)).rejects.toBeInstanceOf(DeadOrderError);
});

test("an order that the CA has forgotten is dead", async () => {
  const orderUrl = `${new URL(sandbox.acmeDirectoryUrl).origin}/order/nobody`;
  await expect(openOrder(acme, orderUrl)).rejects.toBeInstanceOf(DeadOrderError);
});
