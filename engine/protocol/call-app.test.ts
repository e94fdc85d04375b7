import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { AppCaller } from "./call-app";

const maxIdleMs = 200;

/** An app on loopback that answers after `answerMs`. */
async function startApp(answerMs: number) {
  const server = http.createServer((_request, response) => {
    setTimeout(() => response.end("{}"), answerMs);
  });
  let connections = 0;
  server.on("connection", () => {
    connections++;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    connections: () => connections,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

it("uses a connection again, but not one that the app is about to close", async () => {
  const app = await startApp(0);
  const caller = new AppCaller(maxIdleMs);
  const call = async () => (await caller.send("POST", app.url, {}, "{}")).kind;
  expect([await call(), await call(), app.connections()]).toEqual(["answer", "answer", 1]);
  await delay(maxIdleMs + 100);
  expect([await call(), app.connections()]).toEqual(["answer", 2]);
  caller.close();
  app.close();
});

it("waits for an answer longer than it keeps an idle connection", async () => {
  const app = await startApp(maxIdleMs + 100);
  const caller = new AppCaller(maxIdleMs);
  const calls = [0, 1].map(() => caller.send("POST", app.url, {}, "{}"));
  expect((await Promise.all(calls)).map(({ kind }) => kind)).toEqual(["answer", "answer"]);
  // On a kept connection too, where the idle limit was set last.
  expect((await caller.send("POST", app.url, {}, "{}")).kind).toBe("answer");
  caller.close();
  app.close();
});
