import https from "node:https";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestMachine, type TestMachine } from "@/cli/testing/test-machine";

let machine: TestMachine;
beforeAll(async () => {
  machine = await createTestMachine();
  await machine.boot();
});
afterAll(() => machine.close());

function send(
  host: string,
  options: https.RequestOptions,
  body?: Buffer,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: "127.0.0.1",
        port: machine.ports.https,
        servername: host,
        rejectUnauthorized: false,
        agent: false,
        ...options,
        headers: { host, ...options.headers },
      },
      (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += String(chunk);
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    request.on("upgrade", (response, socket) => {
      socket.once("data", (data) => {
        socket.destroy();
        resolve({ status: response.statusCode ?? 0, text: data.toString() });
      });
      socket.write("ping");
    });
    request.on("error", reject);
    request.end(body);
  });
}

const websocket = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

test("a websocket passes through to a service that has them", async () => {
  const answer = await send(`api.${machine.domain}`, { path: "/v1/graphql", headers: websocket });
  expect(answer).toEqual({ status: 101, text: "ping" });
});

test("a websocket to a service without them is cut off", async () => {
  await expect(send(`auth.${machine.domain}`, { path: "/", headers: websocket })).rejects.toThrow();
});

test("a body within the route's limit passes, one that announces more is refused", async () => {
  const host = `api.${machine.domain}`;
  expect((await send(host, { method: "POST", path: "/" }, Buffer.alloc(1024 * 1024))).status).toBe(200);
  const tooMuch = { method: "POST", path: "/", headers: { "content-length": String(101 * 1024 * 1024) } };
  expect((await send(host, tooMuch)).status).toBe(413);
});

test("the agent's own paths are not reachable from outside", async () => {
  for (const path of ["/fresh", "/alive"]) expect((await send(machine.domain, { path })).status).toBe(404);
});

test("without the agent the health is 502, not a healthy answer of anyone else", async () => {
  const { findDaemon } = await import("./daemon");
  const { signal } = await import("@/cli/lib/process-identity");
  const { waitUntil } = await import("@/cli/lib/wait-until");
  const agent = await findDaemon(machine.paths, "agent");
  if (agent) signal(agent, "SIGKILL");
  await waitUntil(async () => (await findDaemon(machine.paths, "agent")) === null, { timeoutMs: 5000 });
  expect((await send(machine.domain, { path: "/health" })).status).toBe(502);
});
