import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { createTestDatabase } from "@/tests/harness/postgres";
import { checkAuthoritative } from "./check-authoritative";
import { cloudflare } from "./cloudflare-client";
import { ensureRecords } from "./ensure-records";
import { listOurRecords } from "./list-our-records";
import { removeRecords } from "./remove-records";
import { resolvePublic } from "./resolve-public";

let sandbox: Sandbox;
let folder: string;
let drop: () => Promise<void>;
let domain: string;
let round = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "nself-dns-"));
  sandbox = await startSandbox({ dataDir: folder });
  const database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  process.env.CLOUDFLARE_API_URL = sandbox.cloudflareUrl;
  process.env.DNS_SERVER = sandbox.dnsAddress;
  process.env.CLOUDFLARE_ZONE_ID = await zoneId();
  drop = database.drop;
});
beforeEach(async () => {
  sandbox.faults.clear();
  await db().$executeRaw`TRUNCATE "RateBucket"`;
  round += 1;
  domain = `shop${round}.sandbox.localhost`;
});
afterAll(async () => {
  await sandbox.close();
  await db().$disconnect();
  await drop();
  rmSync(folder, { recursive: true, force: true });
});

async function zoneId(): Promise<string> {
  const headers = { authorization: "Bearer sandbox-cloudflare-token" };
  const zones = await (await fetch(`${sandbox.cloudflareUrl}/zones`, { headers })).json();
  return (zones as { result: { id: string }[] }).result[0]?.id ?? "";
}

function addresses(content = "203.0.113.7") {
  return [domain, `*.${domain}`].map((name) => ({ type: "A" as const, name, content }));
}
const addRecord = (record: { type: "A" | "CNAME"; name: string; content: string; comment?: string }) =>
  cloudflare((api, zone_id) => api.dns.records.create({ zone_id, ttl: 60, ...record }));

test("records are made once, seen on the authoritative servers and resolved in public", async () => {
  expect(await ensureRecords({ owner: "srv_1", records: addresses() })).toMatchObject({
    created: 2,
    adopted: 0,
  });
  expect(await ensureRecords({ owner: "srv_1", records: addresses() })).toMatchObject({
    created: 0,
    adopted: 2,
  });
  expect(await checkAuthoritative(domain, "A", ["203.0.113.7"])).toBe(true);
  expect(await checkAuthoritative(domain, "A", ["203.0.113.8"])).toBe(false);
  expect(await resolvePublic(`anything.${domain}`)).toEqual(["203.0.113.7"]);
  expect(await resolvePublic(`nobody-${domain}`)).toEqual([]);
});

test("a new address replaces our old one", async () => {
  await ensureRecords({ owner: "srv_1", records: addresses() });
  await ensureRecords({ owner: "srv_1", records: addresses("203.0.113.9") });
  expect(await resolvePublic(domain)).toEqual(["203.0.113.9"]);
});

test("addresses of both families stand at a name, and one that is not wanted any more goes", async () => {
  const both = [
    ...addresses(),
    ...addresses("2001:db8::1").map((one) => ({ ...one, type: "AAAA" as const })),
  ];
  const made = await ensureRecords({ owner: "srv_1", records: both });
  expect(made).toMatchObject({ created: 4, adopted: 0 });
  expect(await checkAuthoritative(`api.${domain}`, "AAAA", ["2001:db8::1"])).toBe(true);
  expect(await resolvePublic(domain)).toEqual(["203.0.113.7", "2001:db8::1"]);
  const again = await ensureRecords({ owner: "srv_1", records: [...both].reverse() });
  expect(again).toEqual({ created: 0, adopted: 4, recordIds: [...made.recordIds].reverse() });

  await ensureRecords({ owner: "srv_1", records: addresses() });
  expect(await resolvePublic(domain)).toEqual(["203.0.113.7"]);
});

test("two proofs stand side by side at one name", async () => {
  const name = `_acme-challenge.${domain}`;
  const proofs = ["Aa-1", "aA-1"].map((content) => ({ type: "TXT" as const, name, content }));
  expect(await ensureRecords({ owner: "srv_1", records: proofs })).toMatchObject({ created: 2 });
  expect(await ensureRecords({ owner: "srv_1", records: proofs })).toMatchObject({ adopted: 2 });
  expect(await checkAuthoritative(name, "TXT", ["Aa-1", "aA-1"])).toBe(true);
});

test.each([
  [
    "another server's record",
    () => ({ type: "A" as const, content: "203.0.113.1", comment: "nself-cloud:test:srv_2" }),
  ],
  ["an unmarked record", () => ({ type: "A" as const, content: "203.0.113.1" })],
  ["a CNAME", () => ({ type: "CNAME" as const, content: "elsewhere.example.org" })],
])("%s at the name is a conflict that names it and changes nothing", async (_what, foreign) => {
  await addRecord({ name: domain, ...foreign() });
  const conflict = { code: "domain_conflict", publicMessage: expect.stringContaining(domain) };
  await expect(ensureRecords({ owner: "srv_1", records: addresses() })).rejects.toMatchObject(conflict);
  expect(await removeRecords({ owner: "srv_1", names: [domain, `*.${domain}`] })).toEqual({ removed: 0 });
});

test("an answer that was lost after the work was done makes no second record", async () => {
  sandbox.faults.add({
    provider: "cloudflare",
    operation: "POST",
    times: 1,
    effect: { type: "reset_after" },
  });
  const first = ensureRecords({ owner: "srv_1", records: addresses() });
  await expect(first).rejects.toMatchObject({ code: "provider_unavailable" });
  expect(await ensureRecords({ owner: "srv_1", records: addresses() })).toMatchObject({
    created: 0,
    adopted: 2,
  });
});

test("removing takes ours only, once, and a second time is fine", async () => {
  await ensureRecords({ owner: "srv_1", records: addresses() });
  expect((await listOurRecords()).filter(({ name }) => name === domain)).toMatchObject([
    { owner: "srv_1", type: "A" },
  ]);
  const names = [domain, `*.${domain}`];
  expect(await removeRecords({ owner: "srv_1", names })).toEqual({ removed: 2 });
  expect(await removeRecords({ owner: "srv_1", names })).toEqual({ removed: 0 });
  expect(await resolvePublic(domain)).toEqual([]);
});

test("a 429 blocks every call of the installation until it ends", async () => {
  const headers = { "retry-after": "250" };
  sandbox.faults.add({
    provider: "cloudflare",
    operation: "GET",
    times: 1,
    effect: { type: "status", status: 429, headers },
  });
  const throttled = { code: "provider_throttled", retryAfterSeconds: 250 };
  await expect(listOurRecords()).rejects.toMatchObject(throttled);
  await expect(ensureRecords({ owner: "srv_1", records: addresses() })).rejects.toMatchObject({
    code: "provider_throttled",
  });
});

test("a name server that is silent is never taken for a yes", async () => {
  await ensureRecords({ owner: "srv_1", records: addresses() });
  sandbox.faults.add({
    provider: "dns",
    operation: "query A",
    match: domain,
    times: 0,
    effect: { type: "reset" },
  });
  expect(await checkAuthoritative(domain, "A", ["203.0.113.7"])).toBe(false);
});
