import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "./start-sandbox";

const dataDir = mkdtempSync(join(tmpdir(), "sandbox-start-"));
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

const send = (method: string, path: string, body?: unknown) =>
  fetch(`${sandbox.url}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

test("the index page names every provider and where it listens", async () => {
  const page = await (await fetch(sandbox.url)).text();
  const {
    hetznerUrl,
    cloudflareUrl,
    resendUrl,
    inboxUrl,
    githubUrl,
    googleIssuer,
    acmeDirectoryUrl,
    storageUrl,
    dnsAddress,
    caFile,
  } = sandbox;
  for (const address of [
    hetznerUrl,
    cloudflareUrl,
    resendUrl,
    inboxUrl,
    githubUrl,
    googleIssuer,
    acmeDirectoryUrl,
    storageUrl,
    dnsAddress,
    caFile,
  ]) {
    expect(page).toContain(address);
  }
});

test("health and machines answer without a token", async () => {
  expect(await (await send("GET", "/sandbox/health")).json()).toMatchObject({
    status: "ok",
    domain: "sandbox.localhost",
  });
  expect(await (await send("GET", "/sandbox/machines")).json()).toEqual([]);
  expect((await send("GET", "/nothing")).status).toBe(404);
});

test("faults are added, listed with what has struck, and cleared over HTTP", async () => {
  const added = await send("POST", "/sandbox/faults", {
    provider: "resend",
    operation: "POST /emails",
    effect: { type: "status", status: 503 },
  });
  expect(added.status).toBe(201);
  expect((await fetch(`${sandbox.resendUrl}/emails`, { method: "POST", body: "{}" })).status).toBe(503);
  const seen = await (await send("GET", "/sandbox/faults")).json();
  expect(seen).toMatchObject({ faults: [], history: [{ provider: "resend", operation: "POST /emails" }] });
  const wrong = await send("POST", "/sandbox/faults", {
    provider: "nobody",
    operation: "*",
    effect: { type: "reset" },
  });
  expect(wrong.status).toBe(422);
  expect((await fetch(`${sandbox.url}/sandbox/faults`, { method: "POST", body: "{" })).status).toBe(400);
  expect((await send("DELETE", "/sandbox/faults/fault_99")).status).toBe(404);
});

test("the speed can be changed while it runs", async () => {
  expect(await (await send("PUT", "/sandbox/speed", { speed: "demo" })).json()).toEqual({ speed: "demo" });
  expect((await send("PUT", "/sandbox/speed", { speed: "warp" })).status).toBe(422);
  await send("PUT", "/sandbox/speed", { speed: "instant" });
});

test("storage keys are handed out and taken back, but for the admin's", async () => {
  const key = {
    id: "server-9",
    secret: "server-9-secret",
    grants: [{ bucket: "b", prefix: "srv_9/", allow: ["put"] }],
  };
  expect((await send("POST", "/sandbox/storage/keys", key)).status).toBe(201);
  expect(await (await send("GET", "/sandbox/storage/keys")).json()).toContainEqual(key);
  expect((await send("DELETE", "/sandbox/storage/keys/server-9")).status).toBe(204);
  expect((await send("DELETE", "/sandbox/storage/keys/sandbox-storage-admin")).status).toBe(409);
});

test("a port that is taken fails the start and leaves nothing running", async () => {
  const other = mkdtempSync(join(tmpdir(), "sandbox-taken-"));
  const taken = Number(new URL(sandbox.url).port);
  await expect(startSandbox({ dataDir: other, port: taken })).rejects.toThrow("EADDRINUSE");
  const storagePort = Number(new URL(sandbox.storageUrl).port);
  await expect(startSandbox({ dataDir: other, storagePort })).rejects.toThrow("EADDRINUSE");
  const again = await startSandbox({ dataDir: other });
  await again.close();
  rmSync(other, { recursive: true });
});
