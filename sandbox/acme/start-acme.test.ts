import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as acme from "acme-client";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { sandboxCloudflareToken } from "@/sandbox/cloudflare/create-cloudflare";
import { zoneIdOf } from "@/sandbox/cloudflare/describe-zone";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";

const dataDir = mkdtempSync(join(tmpdir(), "sandbox-acme-"));
let sandbox: Sandbox;

async function start(): Promise<void> {
  sandbox = await startSandbox({ dataDir, acmeLimits: { certificatesPerExactNames: 2 } });
  acme.axios.defaults.httpsAgent = new Agent({ ca: readFileSync(sandbox.caFile), keepAlive: false });
  // The library would otherwise wait out a Retry-After of an hour.
  Object.assign(acme.axios.defaults, { acmeSettings: { retryMaxAttempts: 0, retryDefaultDelay: 0 } });
}
beforeAll(start);
afterEach(() => {
  sandbox.faults.clear();
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

async function cloudflare(method: string, path: string, body?: unknown): Promise<{ result: { id: string } }> {
  const response = await fetch(
    `${sandbox.cloudflareUrl}/zones/${zoneIdOf("sandbox.localhost")}/dns_records${path}`,
    {
      method,
      headers: { authorization: `Bearer ${sandboxCloudflareToken}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
  );
  return (await response.json()) as { result: { id: string } };
}

async function newClient(): Promise<acme.Client> {
  const client = new acme.Client({
    directoryUrl: sandbox.acmeDirectoryUrl,
    accountKey: await acme.crypto.createPrivateEcdsaKey(),
    backoffAttempts: 3,
    backoffMin: 20,
    backoffMax: 50,
  });
  await client.createAccount({ termsOfServiceAgreed: true, contact: ["mailto:ops@example.com"] });
  return client;
}

/** Orders by DNS-01 through the sandbox's Cloudflare API; `altName` is the second name. */
async function order(client: acme.Client, names: string[]): Promise<{ pem: string; key: Buffer }> {
  const [key, csr] = await acme.crypto.createCsr({ commonName: names[0] ?? "", altNames: names });
  const made: string[] = [];
  const pem = await client.auto({
    csr,
    challengePriority: ["dns-01"],
    skipChallengeVerification: true,
    challengeCreateFn: async (authz, _challenge, content) => {
      const name = `_acme-challenge.${authz.identifier.value}`;
      made.push((await cloudflare("POST", "", { type: "TXT", name, content, ttl: 60 })).result.id);
    },
    challengeRemoveFn: async () => {
      for (const id of made.splice(0)) await cloudflare("DELETE", `/${id}`);
    },
  });
  return { pem: String(pem), key };
}

test("acme-client gets a wildcard certificate by DNS-01, with a chain up to the sandbox's root", async () => {
  const { pem, key } = await order(await newClient(), ["one.sandbox.localhost", "*.one.sandbox.localhost"]);
  const [leaf, intermediate, ...more] = acme.crypto.splitPemChain(pem).map((one) => new X509Certificate(one));
  const root = new X509Certificate(readFileSync(sandbox.caFile));
  if (!leaf || !intermediate) throw new Error("no chain");
  expect(more).toEqual([]);
  expect(leaf.verify(intermediate.publicKey)).toBe(true);
  expect(intermediate.verify(root.publicKey)).toBe(true);
  expect(leaf.subjectAltName).toBe("DNS:one.sandbox.localhost, DNS:*.one.sandbox.localhost");
  expect(leaf.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  expect(leaf.checkHost("api.one.sandbox.localhost")).toBeDefined();
  expect((Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)) / 86_400_000).toBeCloseTo(90);
  expect(acme.crypto.getPemBodyAsB64u(key)).not.toBe("");
});

test("without the record at the name server the order ends invalid, with the reason", async () => {
  const client = await newClient();
  const [, csr] = await acme.crypto.createCsr({ commonName: "missing.sandbox.localhost" });
  const attempt = client.auto({
    csr,
    challengePriority: ["dns-01"],
    skipChallengeVerification: true,
    challengeCreateFn: async () => {},
    challengeRemoveFn: async () => {},
  });
  await expect(attempt).rejects.toThrow(
    "NXDOMAIN looking up TXT for _acme-challenge.missing.sandbox.localhost",
  );
});

test("a wrong token at the name server is not accepted", async () => {
  await cloudflare("POST", "", {
    type: "TXT",
    name: "_acme-challenge.wrong",
    content: "something else",
    ttl: 60,
  });
  const client = await newClient();
  const placed = await client.createOrder({
    identifiers: [{ type: "dns", value: "wrong.sandbox.localhost" }],
  });
  const [authorization] = await client.getAuthorizations(placed);
  const challenge = authorization?.challenges[0];
  if (!challenge) throw new Error("no challenge");
  await client.completeChallenge(challenge).catch(() => {});
  await expect(client.waitForValidStatus(challenge)).rejects.toThrow("Incorrect TXT record");
  expect((await client.getOrder(placed)).status).toBe("invalid");
});

test("a CAA record for another CA forbids issuance", async () => {
  await cloudflare("POST", "", {
    type: "CAA",
    name: "caa.sandbox.localhost",
    content: '0 issue "other.example"',
    ttl: 60,
  });
  await expect(order(await newClient(), ["caa.sandbox.localhost"])).rejects.toThrow("prevents issuance");
});

test("an order cannot be finalized before its challenges are met, nor with other names", async () => {
  const client = await newClient();
  const placed = await client.createOrder({
    identifiers: [{ type: "dns", value: "early.sandbox.localhost" }],
  });
  const [, csr] = await acme.crypto.createCsr({ commonName: "early.sandbox.localhost" });
  await expect(client.finalizeOrder(placed, csr)).rejects.toThrow("not acceptable for finalization");

  await order(client, ["reuse.sandbox.localhost"]);
  const ready = await client.createOrder({
    identifiers: [{ type: "dns", value: "reuse.sandbox.localhost" }],
  });
  expect(ready.status).toBe("ready");
  const [, other] = await acme.crypto.createCsr({ commonName: "other.sandbox.localhost" });
  await expect(client.finalizeOrder(ready, other)).rejects.toThrow("are not those of the order");
});

test("names outside the zone are rejected", async () => {
  const client = await newClient();
  await expect(client.createOrder({ identifiers: [{ type: "dns", value: "example.org" }] })).rejects.toThrow(
    "under sandbox.localhost only",
  );
});

test("one certificate too many for the same names is refused with the time to wait", async () => {
  const client = await newClient();
  await order(client, ["often.sandbox.localhost"]);
  await order(client, ["often.sandbox.localhost"]);
  await expect(order(client, ["often.sandbox.localhost"])).rejects.toThrow(
    /too many certificates.*retry after/,
  );
});

test("an account is found again by its key, deactivated for good, and its key can be changed", async () => {
  const client = await newClient();
  const before = client.getAccountUrl();
  const newKey = await acme.crypto.createPrivateEcdsaKey();
  await client.updateAccountKey(newKey);
  await order(client, ["rolled.sandbox.localhost"]);

  const again = new acme.Client({ directoryUrl: sandbox.acmeDirectoryUrl, accountKey: newKey });
  await again.createAccount({ onlyReturnExisting: true });
  expect(again.getAccountUrl()).toBe(before);
  await again.updateAccount({ status: "deactivated" });
  await expect(
    again.createOrder({ identifiers: [{ type: "dns", value: "x.sandbox.localhost" }] }),
  ).rejects.toThrow();
});

test("a certificate is revoked once, and renewal information then says now", async () => {
  const client = await newClient();
  const { pem } = await order(client, ["gone.sandbox.localhost"]);
  const [leaf = ""] = acme.crypto.splitPemChain(pem);
  const id = renewalIdOf(new X509Certificate(leaf));
  const { origin } = new URL(sandbox.acmeDirectoryUrl);
  const windowStart = async () => {
    const answer = await acme.axios.get(`${origin}/renewal-info/${id}`);
    return Date.parse(answer.data.suggestedWindow.start);
  };
  expect(await windowStart()).toBeGreaterThan(Date.now() + 50 * 86_400_000);
  await client.revokeCertificate(leaf);
  expect(await windowStart()).toBeLessThan(Date.now());
  await expect(client.revokeCertificate(leaf)).rejects.toThrow("already revoked");
});

/** RFC 9773 4.1, read from the certificate by other means than the CA's. */
function renewalIdOf(leaf: X509Certificate): string {
  const der = leaf.raw;
  const authority = der.indexOf(Buffer.from("0603551d23", "hex"));
  const keyId = der.subarray(authority + 11, authority + 31);
  return `${keyId.toString("base64url")}.${Buffer.from(leaf.serialNumber, "hex").toString("base64url")}`;
}

test("a nonce is good once and a bad one is answered with a fresh one", async () => {
  const client = await newClient();
  sandbox.faults.add({
    provider: "acme",
    operation: "newOrder",
    effect: { type: "named", name: "badNonce" },
  });
  // The client library fetches another nonce and tries again by itself.
  const placed = await client.createOrder({
    identifiers: [{ type: "dns", value: "nonce.sandbox.localhost" }],
  });
  expect(placed.status).toBe("pending");
  expect(
    sandbox.faults.history().filter(({ effect }) => effect.type === "named" && effect.name === "badNonce"),
  ).toHaveLength(1);
});

test("a CA that never validates leaves the order pending", async () => {
  sandbox.faults.add({
    provider: "acme",
    operation: "challenge",
    match: "stuck.sandbox",
    effect: { type: "named", name: "pending" },
  });
  await expect(order(await newClient(), ["stuck.sandbox.localhost"])).rejects.toThrow(/pending|processing/i);
});

test("a rate limit fault carries Retry-After", async () => {
  sandbox.faults.add({
    provider: "acme",
    operation: "newOrder",
    times: 0,
    effect: { type: "named", name: "rateLimited" },
  });
  const client = await newClient();
  await expect(
    client.createOrder({ identifiers: [{ type: "dns", value: "r.sandbox.localhost" }] }),
  ).rejects.toThrow("too many requests");
});

test("accounts, certificates and the root outlive a restart", async () => {
  const client = await newClient();
  await order(client, ["kept.sandbox.localhost"]);
  const root = readFileSync(sandbox.caFile, "utf8");
  await sandbox.close();
  await start();
  expect(readFileSync(sandbox.caFile, "utf8")).toBe(root);
  await expect(order(await newClient(), ["kept.sandbox.localhost"])).resolves.toBeDefined();
});
