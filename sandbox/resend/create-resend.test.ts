import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resend } from "resend";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { sandboxResendKey } from "./create-resend";
import type { Mail } from "./mail";

const dataDir = mkdtempSync(join(tmpdir(), "sandbox-resend-"));
let sandbox: Sandbox;
let client: Resend;

async function start(): Promise<void> {
  sandbox = await startSandbox({ dataDir });
  client = new Resend(sandboxResendKey, { baseUrl: sandbox.resendUrl });
}
beforeAll(start);
afterEach(() => {
  sandbox.faults.clear();
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

const mail = (to: string, html = '<p><a href="https://x.test/?a=1&amp;b=2">open</a></p>') => ({
  from: "Cloud <hello@example.com>",
  to,
  subject: "Your <server>",
  html,
});
const inbox = async (to: string): Promise<Mail[]> =>
  (await (await fetch(`${sandbox.inboxUrl}.json?to=${encodeURIComponent(to)}`)).json()) as Mail[];

test("what the official client sends lies in the inbox, with its links, and can be read back", async () => {
  const { data, error } = await client.emails.send(mail("Ada <ada@example.com>"));
  expect(error).toBeNull();
  const [received] = await inbox("ADA@example.com");
  expect(received).toMatchObject({
    id: data?.id,
    subject: "Your <server>",
    links: ["https://x.test/?a=1&b=2"],
  });
  const read = await client.emails.get(data?.id ?? "");
  expect(read.data).toMatchObject({ last_event: "delivered", to: ["Ada <ada@example.com>"] });
});

test("an idempotency key sends once: the same payload gives the same id, another one is refused", async () => {
  const send = (html?: string) =>
    client.emails.send(mail("once@example.com", html), { idempotencyKey: "job_1" });
  const first = await send();
  expect((await send()).data?.id).toBe(first.data?.id);
  expect((await send("<p>other</p>")).error).toMatchObject({
    statusCode: 409,
    name: "invalid_idempotent_request",
  });
  expect(await inbox("once@example.com")).toHaveLength(1);
});

test("an idempotency key holds when the connection was cut after the mail was accepted, and over a restart", async () => {
  sandbox.faults.add({ provider: "resend", operation: "POST /emails", effect: { type: "reset_after" } });
  const send = () => client.emails.send(mail("cut@example.com"), { idempotencyKey: "job_2" });
  expect((await send()).error).not.toBeNull();
  await sandbox.close();
  await start();
  expect((await send()).error).toBeNull();
  expect(await inbox("cut@example.com")).toHaveLength(1);
});

test("a batch is sent whole or not at all", async () => {
  const bad = await client.batch.send([
    mail("b1@example.com"),
    { ...mail("b2@example.com"), from: "nobody" },
  ]);
  expect(bad.error).toMatchObject({ statusCode: 422, name: "invalid_from_address" });
  expect(await inbox("b1@example.com")).toEqual([]);
  const good = await client.batch.send([mail("b1@example.com"), mail("b2@example.com")]);
  expect(good.data?.data).toHaveLength(2);
});

test.each([
  ["a recipient that is no address", { ...mail("nobody") }, "validation_error"],
  [
    "a subject that smuggles a header",
    { ...mail("a@example.com"), subject: "x\r\nBcc: b@example.com" },
    "validation_error",
  ],
  ["no content", { from: "a@example.com", to: "b@example.com", subject: "x", text: "" }, "validation_error"],
])("%s is refused", async (_name, payload, name) => {
  expect((await client.emails.send(payload)).error).toMatchObject({ statusCode: 422, name });
});

test("a missing or foreign key is refused in Resend's words", async () => {
  const foreign = new Resend("re_other", { baseUrl: sandbox.resendUrl });
  expect((await foreign.emails.send(mail("a@example.com"))).error).toMatchObject({
    statusCode: 403,
    name: "invalid_api_key",
  });
  expect((await fetch(`${sandbox.resendUrl}/emails`, { method: "POST", body: "{}" })).status).toBe(401);
});

test("a mail may be accepted and bounce afterwards, and a provider's 429 says when to come back", async () => {
  sandbox.faults.add({
    provider: "resend",
    operation: "POST /emails",
    effect: { type: "named", name: "bounce" },
  });
  const { data } = await client.emails.send(mail("bounce@example.com"));
  expect((await client.emails.get(data?.id ?? "")).data?.last_event).toBe("bounced");
  sandbox.faults.add({
    provider: "resend",
    operation: "POST /emails",
    effect: { type: "status", status: 429, headers: { "retry-after": "7" } },
  });
  const refused = await client.emails.send(mail("late@example.com"));
  expect(refused.error).toMatchObject({ name: "rate_limit_exceeded" });
  expect(refused.headers?.["retry-after"]).toBe("7");
});

test("the inbox page escapes what senders wrote and shows the mail in a frame without scripts", async () => {
  const { data } = await client.emails.send(mail("page@example.com", "<script>alert(1)</script><b>hi</b>"));
  const list = await (await fetch(`${sandbox.inboxUrl}?to=page@example.com`)).text();
  expect(list).toContain("Your &lt;server&gt;");
  const shown = await fetch(`${sandbox.inboxUrl}/${data?.id}`);
  const html = await shown.text();
  expect(html).not.toContain("<script>alert");
  expect(html).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  expect(shown.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect((await fetch(`${sandbox.inboxUrl}/${data?.id}.json`)).status).toBe(200);
  expect((await fetch(`${sandbox.inboxUrl}/nothing`)).status).toBe(404);
});
