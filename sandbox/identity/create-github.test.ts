import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { sandboxGithubClient as client } from "./create-github";

const dataDir = mkdtempSync(join(tmpdir(), "sandbox-github-"));
const redirectUri = "http://127.0.0.1:5000/back?from=github";
let sandbox: Sandbox;

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

function authorizeUrl(changes: Record<string, string> = {}): string {
  const query = {
    client_id: client.id,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "read:user user:email",
    state: "s&1",
    ...changes,
  };
  return `${sandbox.githubUrl}/login/oauth/authorize?${new URLSearchParams(query)}`;
}

/** Where a decision on the consent page leads. */
async function decide(form: Record<string, string>, url = authorizeUrl()): Promise<URL> {
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
  expect(response.status).toBe(303);
  return new URL(response.headers.get("location") ?? "");
}

const consent = (email: string, more = {}) => ({ decision: "continue", email, ...more });
const codeFor = async (email: string, more = {}, url?: string) =>
  (await decide(consent(email, more), url)).searchParams.get("code") ?? "";

async function trade(form: Record<string, string>, accept = "application/json"): Promise<Response> {
  const { id: client_id, secret: client_secret } = client;
  const body = new URLSearchParams({ client_id, client_secret, redirect_uri: redirectUri, ...form });
  return fetch(`${sandbox.githubUrl}/login/oauth/access_token`, {
    method: "POST",
    body,
    headers: { accept },
  });
}

async function tokenFor(email: string, more = {}, url?: string): Promise<string> {
  const answer = (await (await trade({ code: await codeFor(email, more, url) })).json()) as {
    access_token: string;
  };
  return answer.access_token;
}

const get = (path: string, token: string) =>
  fetch(`${sandbox.githubUrl}/api/v3${path}`, { headers: { authorization: `Bearer ${token}` } });

test("the consent page offers addresses used before, and may send its form on to the application only", async () => {
  await codeFor("Picked@Example.com");
  const page = await fetch(authorizeUrl());
  expect(await page.text()).toContain('<option value="picked@example.com">');
  expect(page.headers.get("content-security-policy")).toContain("form-action 'self' http://127.0.0.1:5000");
});

test("consent sends the person back with a code, the state as it was, and who answers", async () => {
  const back = await decide(consent("ada@example.com"));
  expect(back.origin + back.pathname).toBe("http://127.0.0.1:5000/back");
  expect(Object.fromEntries(back.searchParams)).toEqual({
    from: "github",
    code: expect.any(String),
    state: "s&1",
    iss: `${sandbox.githubUrl}/login/oauth`,
  });
});

test("a no sends the person back with access_denied and the state", async () => {
  const back = await decide({ decision: "cancel" });
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: "access_denied", state: "s&1" });
  expect(back.searchParams.has("code")).toBe(false);
});

describe("nobody is sent anywhere", () => {
  test.each([
    ["for an unknown client", { client_id: "other" }],
    ["to another host", { redirect_uri: "http://evil.example/back" }],
    ["to a host that only looks like this machine", { redirect_uri: "http://127.0.0.1.evil.example/" }],
    ["to an address that is none", { redirect_uri: "/back" }],
  ])("%s", async (_, changes) => {
    const asked = await fetch(authorizeUrl(changes), { redirect: "manual" });
    const pressed = await fetch(authorizeUrl(changes), {
      method: "POST",
      body: new URLSearchParams(consent("ada@example.com")),
      redirect: "manual",
    });
    expect([asked.status, pressed.status]).toEqual([400, 400]);
  });
});

test("what is typed as an address must be one", async () => {
  const body = new URLSearchParams(consent("nobody"));
  expect((await fetch(authorizeUrl(), { method: "POST", body })).status).toBe(400);
});

test("the same address is the same account, another one is not", async () => {
  const idOf = async (email: string) =>
    ((await (await get("/user", await tokenFor(email))).json()) as { id: number }).id;
  const id = await idOf("same@example.com");
  expect(await idOf("Same@example.com")).toBe(id);
  expect(await idOf("another@example.com")).not.toBe(id);
});

test("the profile keeps the address private, and the list says which one is primary and verified", async () => {
  const token = await tokenFor("grace.hopper@example.com", { unverified: "on" });
  expect(await (await get("/user", token)).json()).toMatchObject({ name: "Grace Hopper", email: null });
  expect(await (await get("/user/emails", token)).json()).toEqual([
    expect.objectContaining({ primary: false, verified: true }),
    expect.objectContaining({ email: "grace.hopper@example.com", primary: true, verified: false }),
  ]);
});

test("addresses need their scope, and everything a token", async () => {
  const token = await tokenFor("scope@example.com", {}, authorizeUrl({ scope: "read:user" }));
  expect((await get("/user/emails", token)).status).toBe(404);
  expect((await get("/user", "nope")).status).toBe(401);
});

test("a refused trade is a 200 that names the error as GitHub does, in the form that was asked for", async () => {
  const code = await codeFor("trade@example.com");
  const wrong = await trade({ code, client_secret: "wrong" });
  expect([wrong.status, await wrong.json()]).toEqual([
    200,
    expect.objectContaining({ error: "incorrect_client_credentials" }),
  ]);
  expect(await (await trade({ code: "nope" })).json()).toMatchObject({ error: "bad_verification_code" });
  const form = new URLSearchParams(await (await trade({ code }, "*/*")).text());
  expect(form.get("token_type")).toBe("bearer");
});

test("a fault strikes in GitHub's envelope", async () => {
  sandbox.faults.add({
    provider: "github",
    operation: "GET /api/v3/user/emails",
    effect: { type: "status", status: 503, message: "Unavailable" },
  });
  const response = await get("/user/emails", "any");
  expect([response.status, await response.json()]).toEqual([
    503,
    expect.objectContaining({ message: "Unavailable" }),
  ]);
});
