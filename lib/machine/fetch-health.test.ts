import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSelfSigned } from "@/tests/harness/self-signed";
import { fetchHealth } from "./fetch-health";

const domain = "shop.sandbox.localhost";
const report = {
  status: "unhealthy",
  serverId: "srv_1",
  domain,
  version: "1.0.0",
  time: "2026-11-20T00:00:00.000Z",
  services: [],
};
let answer: { status: number; headers?: Record<string, string>; body: string };
let server: ReturnType<typeof createServer>;
let port: number;
let trustedCa: string;
let hosts: (string | undefined)[] = [];

beforeAll(async () => {
  const { certificate, privateKey } = await createSelfSigned(domain);
  trustedCa = certificate;
  server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    hosts.push(request.headers.host);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (changes: object = {}) =>
  fetchHealth({ address: "127.0.0.1", port, domain, trustedCa, ...changes });

test("a report is handed on with its status, also when it is bad news", async () => {
  hosts = [];
  answer = { status: 503, body: JSON.stringify(report) };
  expect(await ask()).toEqual({ ok: true, status: 503, report });
  expect(hosts).toEqual([`${domain}:${port}`]);
});

test.each([
  ["a redirect", { status: 302, headers: { location: "https://example.org" }, body: "" }, "redirects"],
  ["a bare 200", { status: 200, body: "OK" }, "is not a health report"],
  ["an error page", { status: 502, body: "<html>" }, "HTTP 502"],
  ["an endless answer", { status: 200, body: "x".repeat(300 * 1024) }, "does not answer properly"],
])("%s is not accepted", async (_name, given, reason) => {
  answer = given;
  const result = await ask();
  expect(result).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
});

test("a certificate that is not trusted, or is for another name, is refused with the reason", async () => {
  answer = { status: 200, body: JSON.stringify(report) };
  hosts = [];
  expect(await ask({ trustedCa: undefined })).toEqual({
    ok: false,
    reason: "The certificate is self-signed",
  });
  const other = await ask({ domain: "other.sandbox.localhost" });
  expect(other).toEqual({ ok: false, reason: "The certificate is for another name" });
  expect(hosts).toEqual([]);
});

test("nobody listening is a reason in words", async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const unused = (closed.address() as AddressInfo).port;
  await new Promise((resolve) => closed.close(resolve));
  expect(await ask({ port: unused })).toEqual({ ok: false, reason: "The server refuses connections" });
});
