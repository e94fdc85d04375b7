import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Cloudflare from "cloudflare";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { sandboxCloudflareToken } from "./create-cloudflare";
import { zoneIdOf } from "./describe-zone";

let sandbox: Sandbox;
const dataDir = mkdtempSync(join(tmpdir(), "sandbox-cloudflare-"));
const zone_id = zoneIdOf("sandbox.localhost");
const client = () =>
  new Cloudflare({ apiToken: sandboxCloudflareToken, baseURL: sandbox.cloudflareUrl, maxRetries: 0 });

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir });
});
afterEach(() => {
  sandbox.faults.clear();
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

const address = (name: string, content = "127.0.0.1") => ({ type: "A" as const, name, content, ttl: 60 });

test("the official client finds the one zone by name and by id", async () => {
  const zones = await client().zones.list({ name: "sandbox.localhost" });
  expect(zones.result.map((zone) => zone.id)).toEqual([zone_id]);
  expect((await client().zones.get({ zone_id })).name).toBe("sandbox.localhost");
  await expect(client().zones.get({ zone_id: "0".repeat(32) })).rejects.toMatchObject({ status: 404 });
});

test("a record is created, listed, patched, overwritten and deleted through the official client", async () => {
  const created = await client().dns.records.create({
    zone_id,
    ...address("one.sandbox.localhost"),
    comment: "ours",
  });
  expect(created).toMatchObject({ name: "one.sandbox.localhost", comment: "ours", ttl: 60, proxied: false });
  const listed = await client().dns.records.list({ zone_id, name: { exact: "one.sandbox.localhost" } });
  expect(listed.result.map((record) => record.id)).toEqual([created.id]);

  const patched = await client().dns.records.edit(created.id, {
    zone_id,
    ...address("one.sandbox.localhost", "127.0.0.9"),
  });
  expect(patched).toMatchObject({ content: "127.0.0.9", comment: "ours" });
  const put = await client().dns.records.update(created.id, {
    zone_id,
    ...address("one.sandbox.localhost", "127.0.0.8"),
  });
  expect(put).toMatchObject({ content: "127.0.0.8", comment: null });

  await client().dns.records.delete(created.id, { zone_id });
  await expect(client().dns.records.get(created.id, { zone_id })).rejects.toMatchObject({
    status: 404,
    errors: [{ code: 81044 }],
  });
});

test("a list is filtered by name, type, comment and tag, and comes in pages", async () => {
  const names = ["p1", "p2", "p3", "p4", "p5"].map((label) => `${label}.page.sandbox.localhost`);
  await client().dns.records.batch({
    zone_id,
    posts: names.map((name, index) => ({
      ...address(name),
      comment: `mark ${index}`,
      tags: [`job:${index}`],
    })),
  });
  const seen: string[] = [];
  for await (const record of client().dns.records.list({
    zone_id,
    name: { endswith: ".page.sandbox.localhost" },
    per_page: 2,
  })) {
    seen.push(record.name);
  }
  expect(seen.sort()).toEqual(names);
  const byComment = await client().dns.records.list({ zone_id, comment: { exact: "mark 3" } });
  expect(byComment.result).toHaveLength(1);
  const byTag = await client().dns.records.list({ zone_id, tag: { exact: "job:4" }, type: "A" });
  expect(byTag.result.map((record) => record.name)).toEqual(["p5.page.sandbox.localhost"]);
  expect((await client().dns.records.list({ zone_id, tag: { exact: "job:4" }, type: "TXT" })).result).toEqual(
    [],
  );
});

test.each([
  ["the identical record twice", address("a.clash"), address("a.clash"), 81058],
  [
    "the same content with another comment",
    address("b.clash"),
    { ...address("b.clash"), comment: "x" },
    81057,
  ],
  [
    "a CNAME beside an address",
    address("c.clash"),
    { type: "CNAME" as const, name: "c.clash", content: "x.org", ttl: 60 },
    81053,
  ],
  [
    "an address beside a CNAME",
    { type: "CNAME" as const, name: "d.clash", content: "x.org", ttl: 60 },
    address("d.clash"),
    81054,
  ],
])("%s is refused with Cloudflare's own code", async (_name, first, second, code) => {
  await client().dns.records.create({ zone_id, ...first });
  await expect(client().dns.records.create({ zone_id, ...second })).rejects.toMatchObject({
    status: 400,
    errors: [{ code }],
  });
});

test("input that is no record is refused with code 1004 and the reason in the chain", async () => {
  await expect(
    client().dns.records.create({ zone_id, ...address("x", "not-an-address") }),
  ).rejects.toMatchObject({
    status: 400,
    errors: [{ code: 1004, error_chain: [{ code: 9005 }] }],
  });
  await expect(client().dns.records.create({ zone_id, ...address("a..b") })).rejects.toMatchObject({
    status: 400,
  });
  await expect(
    client().dns.records.create({ zone_id, ...address(`${"x".repeat(64)}`) }),
  ).rejects.toMatchObject({ status: 400 });
  await expect(client().dns.records.create({ zone_id, ...address("ttl"), ttl: 5 })).rejects.toMatchObject({
    status: 400,
  });
});

test("a batch with one bad operation changes nothing", async () => {
  const before = (await client().dns.records.list({ zone_id, per_page: 1000 })).result;
  const [victim] = before;
  await expect(
    client().dns.records.batch({
      zone_id,
      deletes: [{ id: victim?.id ?? "" }],
      posts: [address("batch.atomic"), address("batch.atomic")],
    }),
  ).rejects.toMatchObject({ status: 400, errors: [{ code: 81058 }] });
  expect((await client().dns.records.list({ zone_id, per_page: 1000 })).result).toEqual(before);
});

test("a batch deletes before it posts, so that a record can be replaced in one call", async () => {
  const old = await client().dns.records.create({ zone_id, ...address("swap.sandbox.localhost") });
  const done = await client().dns.records.batch({
    zone_id,
    deletes: [{ id: old.id }],
    posts: [{ type: "CNAME", name: "swap.sandbox.localhost", content: "one.example", ttl: 60 }],
  });
  expect(done.deletes?.[0]?.id).toBe(old.id);
  expect(done.posts?.[0]).toMatchObject({ type: "CNAME", content: "one.example" });
});

test("a missing, malformed or foreign token is refused", async () => {
  const foreign = new Cloudflare({ apiToken: "foreign", baseURL: sandbox.cloudflareUrl, maxRetries: 0 });
  await expect(foreign.zones.list()).rejects.toMatchObject({ status: 403, errors: [{ code: 9109 }] });
  expect((await fetch(`${sandbox.cloudflareUrl}/zones`)).status).toBe(400);
});

test("faults answer in Cloudflare's envelope, before or after the work", async () => {
  sandbox.faults.add({
    provider: "cloudflare",
    operation: "GET /zones",
    effect: { type: "status", status: 403, code: "10000", message: "Authentication error" },
  });
  await expect(client().zones.list()).rejects.toMatchObject({ status: 403, errors: [{ code: 10_000 }] });
  sandbox.faults.add({
    provider: "cloudflare",
    operation: "POST",
    match: "lost.sandbox",
    effect: { type: "reset_after" },
  });
  await expect(
    client().dns.records.create({ zone_id, ...address("lost.sandbox.localhost") }),
  ).rejects.toThrow();
  const kept = await client().dns.records.list({ zone_id, name: { exact: "lost.sandbox.localhost" } });
  expect(kept.result).toHaveLength(1);
});

test("a half-applied batch leaves its first half behind", async () => {
  sandbox.faults.add({
    provider: "cloudflare",
    operation: "POST /zones/:zoneId/dns_records/batch",
    effect: { type: "named", name: "half_batch" },
  });
  const posts = [address("h1.half.sandbox.localhost"), address("h2.half.sandbox.localhost")];
  await expect(client().dns.records.batch({ zone_id, posts })).rejects.toMatchObject({ status: 500 });
  const left = await client().dns.records.list({ zone_id, name: { contains: ".half." } });
  expect(left.result.map((record) => record.name)).toEqual(["h1.half.sandbox.localhost"]);
});
