import { Resolver } from "node:dns/promises";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { SandboxContext } from "@/sandbox/context";
import { Faults } from "@/sandbox/faults";
import { queryDns } from "./query-dns";
import { type DnsServer, startDns } from "./start-dns";
import { Zone, type ZoneRecord } from "./zone";

const dataDir = mkdtempSync(join(tmpdir(), "sandbox-dns-"));
const context: SandboxContext = {
  dataDir,
  domain: "sandbox.localhost",
  speed: "instant",
  faults: new Faults(),
  log: () => {},
  machines: { portBase: 0 },
};
const zone = new Zone(context);
let server: DnsServer;
const resolver = new Resolver({ timeout: 2000, tries: 1 });
const record = (name: string, type: ZoneRecord["type"], content: string): ZoneRecord => ({
  name: `${name}.sandbox.localhost`,
  type,
  content,
  ttlSeconds: 60,
});

beforeAll(async () => {
  server = await startDns(context, zone, 0);
  resolver.setServers([server.address]);
});
afterEach(() => {
  context.faults.clear();
  context.speed = "instant";
});
afterAll(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true });
});

test("the system's resolver reads addresses, wildcards, texts and CAA from it", async () => {
  zone.publish([
    record("one", "A", "127.0.0.7"),
    record("*.one", "A", "127.0.0.8"),
    record("one", "AAAA", "::1"),
    record("one", "TXT", "hello world"),
    record("one", "CAA", '0 issue "ca.example"'),
  ]);
  expect(await resolver.resolve4("one.sandbox.localhost")).toEqual(["127.0.0.7"]);
  expect(await resolver.resolve4("api.one.sandbox.localhost")).toEqual(["127.0.0.8"]);
  expect(await resolver.resolve6("one.sandbox.localhost")).toEqual(["::1"]);
  expect(await resolver.resolveTxt("one.sandbox.localhost")).toEqual([["hello world"]]);
  expect(await resolver.resolveCaa("one.sandbox.localhost")).toMatchObject([{ issue: "ca.example" }]);
  expect(await resolver.resolveNs("sandbox.localhost")).toEqual(["ns1.sandbox.localhost"]);
  expect((await resolver.resolveSoa("sandbox.localhost")).serial).toBe(zone.serial);
});

test("a name that does not exist is NXDOMAIN with the SOA, one outside the zone is refused", async () => {
  await expect(resolver.resolve4("nobody.sandbox.localhost")).rejects.toMatchObject({ code: "ENOTFOUND" });
  expect(await queryDns(server.address, "example.org", "A")).toMatchObject({ code: 5, answers: [] });
});

test("an answer too big for UDP is cut there and whole over TCP", async () => {
  const texts = Array.from({ length: 40 }, (_, index) => record("big", "TXT", `${index} ${"x".repeat(100)}`));
  zone.publish(texts);
  const reply = await queryDns(server.address, "big.sandbox.localhost", "TXT");
  expect(reply.answers).toHaveLength(40);
});

test("a text longer than 255 octets arrives in one piece", async () => {
  zone.publish([record("long", "TXT", "y".repeat(600))]);
  const [strings] = await resolver.resolveTxt("long.sandbox.localhost");
  expect(strings?.join("")).toBe("y".repeat(600));
});

test("at demo speed a change is served only after the propagation delay", async () => {
  zone.publish([record("slow", "A", "127.0.0.1")]);
  context.speed = "demo";
  zone.publish([record("slow", "A", "127.0.0.2")]);
  expect(await resolver.resolve4("slow.sandbox.localhost")).toEqual(["127.0.0.1"]);
  await expect
    .poll(() => resolver.resolve4("slow.sandbox.localhost"), { timeout: 5000 })
    .toEqual(["127.0.0.2"]);
});

test("faults give SERVFAIL, silence, or what was served before the last change", async () => {
  zone.publish([record("f", "A", "127.0.0.1")]);
  zone.publish([record("f", "A", "127.0.0.2")]);
  context.faults.add({
    provider: "dns",
    operation: "query A",
    match: "f.sandbox",
    effect: { type: "named", name: "stale" },
  });
  expect(await resolver.resolve4("f.sandbox.localhost")).toEqual(["127.0.0.1"]);
  context.faults.add({
    provider: "dns",
    operation: "query A",
    effect: { type: "status", status: 500, code: "SERVFAIL" },
  });
  expect((await queryDns(server.address, "f.sandbox.localhost", "A")).code).toBe(2);
  context.faults.add({ provider: "dns", operation: "query A", effect: { type: "reset" } });
  await expect(queryDns(server.address, "f.sandbox.localhost", "A", 200)).rejects.toThrow("no answer");
});

test("garbage on the wire is ignored and the server keeps answering", async () => {
  zone.publish([record("alive", "A", "127.0.0.1")]);
  await expect(queryDns(server.address, "alive.sandbox.localhost", "A")).resolves.toMatchObject({ code: 0 });
  const { createSocket } = await import("node:dgram");
  const socket = createSocket("udp4");
  const [host, port] = server.address.split(":");
  await new Promise((resolve) => socket.send(Buffer.from([1, 2, 3]), Number(port), host, resolve));
  socket.close();
  await expect(queryDns(server.address, "alive.sandbox.localhost", "A")).resolves.toMatchObject({ code: 0 });
});

test("the serial survives a restart", () => {
  const { serial } = zone;
  expect(new Zone(context).serial).toBe(serial);
});
