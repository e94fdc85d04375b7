import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { sandboxGoogleClient as client } from "./create-google";

const dataDir = mkdtempSync(join(tmpdir(), "sandbox-google-"));
const redirectUri = "http://localhost:5000/back";
let sandbox: Sandbox;
let endpoints: Record<string, string>;

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir });
  const discovery = await fetch(`${sandbox.googleIssuer}/.well-known/openid-configuration`);
  endpoints = (await discovery.json()) as Record<string, string>;
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

const verifier = randomBytes(32).toString("base64url");
const challenge = createHash("sha256").update(verifier).digest("base64url");

/** Where consent leads. */
async function consent(
  form: Record<string, string> = {},
  changes: Record<string, string> = {},
): Promise<URL> {
  const query = {
    client_id: client.id,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid email profile",
    state: "state",
    nonce: "nonce",
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...changes,
  };
  const response = await fetch(`${endpoints.authorization_endpoint}?${new URLSearchParams(query)}`, {
    method: "POST",
    body: new URLSearchParams({ decision: "continue", email: "ada@example.com", ...form }),
    redirect: "manual",
  });
  return new URL(response.headers.get("location") ?? "");
}

async function trade(code: string, changes: Record<string, string> = {}, secret = client.secret) {
  const basic = Buffer.from(`${encodeURIComponent(client.id)}:${encodeURIComponent(secret)}`).toString(
    "base64",
  );
  const response = await fetch(endpoints.token_endpoint ?? "", {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...changes,
    }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

const codeOf = (back: URL) => back.searchParams.get("code") ?? "";

test("discovery names the issuer that it is found under", () => {
  expect(endpoints.issuer).toBe(sandbox.googleIssuer);
});

test("an ID token says who, for whom and from whom, and its signature fits the published keys", async () => {
  const back = await consent();
  expect(back.searchParams.get("iss")).toBe(sandbox.googleIssuer);
  const { body } = await trade(codeOf(back));
  const keys = createRemoteJWKSet(new URL(endpoints.jwks_uri ?? ""));
  const { payload } = await jwtVerify(body.id_token ?? "", keys, {
    issuer: sandbox.googleIssuer,
    audience: client.id,
    algorithms: ["RS256"],
  });
  expect(payload).toMatchObject({
    sub: expect.stringMatching(/^\d{21}$/),
    nonce: "nonce",
    name: "Ada",
    email: "ada@example.com",
    email_verified: true,
    at_hash: expect.any(String),
  });
  const authorization = `Bearer ${body.access_token}`;
  const userinfo = await fetch(endpoints.userinfo_endpoint ?? "", { headers: { authorization } });
  expect(await userinfo.json()).toMatchObject({ sub: payload.sub, email: "ada@example.com" });
});

test("an address that is not verified is called so", async () => {
  const { body } = await trade(codeOf(await consent({ email: "new@example.com", unverified: "on" })));
  const claims = JSON.parse(Buffer.from(body.id_token?.split(".")[1] ?? "", "base64url").toString());
  expect(claims).toMatchObject({ email: "new@example.com", email_verified: false });
});

test("a scope that was not asked shows nothing", async () => {
  const { body } = await trade(codeOf(await consent({}, { scope: "openid" })));
  const authorization = `Bearer ${body.access_token}`;
  const userinfo = await fetch(endpoints.userinfo_endpoint ?? "", { headers: { authorization } });
  expect(Object.keys((await userinfo.json()) as object)).toEqual(["sub"]);
});

test.each([
  ["another verifier", { code_verifier: "x".repeat(43) }, client.secret, 400, "invalid_grant"],
  [
    "another redirect_uri",
    { redirect_uri: "http://localhost:5001/back" },
    client.secret,
    400,
    "redirect_uri_mismatch",
  ],
  ["another secret", {}, "wrong", 401, "invalid_client"],
  ["another grant type", { grant_type: "password" }, client.secret, 400, "unsupported_grant_type"],
])("a code is not traded for %s", async (_, changes, secret, status, error) => {
  const answer = await trade(codeOf(await consent()), changes, secret);
  expect(answer).toMatchObject({ status, body: { error } });
});

test.each([
  ["another response type", { response_type: "token" }, "unsupported_response_type"],
  ["a challenge that is too short", { code_challenge: "short" }, "invalid_request"],
])("%s is refused by sending the person back with the error", async (_, changes, error) => {
  const back = await consent({}, changes);
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ error, state: "state" });
});

test("userinfo without a token that holds is refused as RFC 6750 has it", async () => {
  const response = await fetch(endpoints.userinfo_endpoint ?? "");
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toContain("invalid_token");
});
