import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, FlattenedSign, generateKeyPair } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";

const dataDir = mkdtempSync(join(tmpdir(), "sandbox-jws-"));
let sandbox: Sandbox;
let agent: Agent;
let origin: string;

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir });
  agent = new Agent({ ca: readFileSync(sandbox.caFile) });
  ({ origin } = new URL(sandbox.acmeDirectoryUrl));
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

interface Reply {
  status: number;
  nonce: string;
  problem: string;
}

function send(
  method: string,
  path: string,
  body?: string,
  contentType = "application/jose+json",
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${origin}${path}`,
      { method, agent, headers: { "content-type": contentType } },
      (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += String(chunk);
        });
        response.on("end", () => {
          const problem = /"type":"urn:ietf:params:acme:error:(\w+)"/.exec(text)?.[1] ?? "";
          resolve({
            status: response.statusCode ?? 0,
            nonce: String(response.headers["replay-nonce"]),
            problem,
          });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}
const freshNonce = async () => (await send("HEAD", "/new-nonce")).nonce;

async function signAccount(
  nonce: string,
  url = `${origin}/new-account`,
): Promise<{ protected: string; payload: string; signature: string }> {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jws = await new FlattenedSign(Buffer.from(JSON.stringify({ termsOfServiceAgreed: true })))
    .setProtectedHeader({ alg: "ES256", nonce, url, jwk: await exportJWK(publicKey) })
    .sign(privateKey);
  return { protected: jws.protected ?? "", payload: jws.payload, signature: jws.signature };
}

test("a request is taken once: sent again with its nonce it is refused, with a fresh nonce beside", async () => {
  const body = JSON.stringify(await signAccount(await freshNonce()));
  expect((await send("POST", "/new-account", body)).status).toBe(201);
  const again = await send("POST", "/new-account", body);
  expect(again).toMatchObject({ status: 400, problem: "badNonce" });
  const next = JSON.stringify(await signAccount(again.nonce));
  expect((await send("POST", "/new-account", next)).status).toBe(201);
});

test("a changed payload, another address and a foreign content type are refused", async () => {
  const signed = await signAccount(await freshNonce());
  const payload = Buffer.from('{"termsOfServiceAgreed":true,"contact":[]}').toString("base64url");
  const changed = JSON.stringify({ ...signed, payload });
  expect(await send("POST", "/new-account", changed)).toMatchObject({ status: 400, problem: "malformed" });
  const elsewhere = JSON.stringify(await signAccount(await freshNonce(), `${origin}/new-order`));
  expect(await send("POST", "/new-account", elsewhere)).toMatchObject({
    status: 403,
    problem: "unauthorized",
  });
  expect((await send("POST", "/new-account", changed, "application/json")).status).toBe(415);
});

test("an order needs an account, and what is no JWS is malformed", async () => {
  const bare = JSON.stringify(await signAccount(await freshNonce(), `${origin}/new-order`));
  expect(await send("POST", "/new-order", bare)).toMatchObject({ status: 400, problem: "malformed" });
  expect(await send("POST", "/new-order", "{}")).toMatchObject({ status: 400, problem: "malformed" });
  expect(await send("POST", "/new-order", "not json")).toMatchObject({ status: 400, problem: "malformed" });
});
