import { once } from "node:events";
import http from "node:http";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { log } from "@/engine/log";
import { signBody, verifySignature } from "@/engine/protocol/signature";
import { startEngine } from "@/engine/start-engine";
import { createTestDatabase } from "@/tests/harness/postgres";
import { startApp, startBench, waitFor } from "./engine-harness";

const signingKey = "signkey-test-8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff";
const otherKey = "signkey-test-0000262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await database.drop();
});
/** Closed after the test, the last one first. */
function closing<T extends { close(): Promise<unknown> }>(thing: T): T {
  closers.push(() => thing.close());
  return thing;
}

type Functions = Parameters<typeof startApp>[1]["functions"];
const echo: Functions = (inngest) => [
  inngest.createFunction({ id: "echo", triggers: [{ event: "p/echo" }] }, async ({ event, step }) =>
    step.run("echo", () => event.data),
  ),
];

describe("signing", () => {
  it("runs an app in cloud mode with the same key, unicode and all", async () => {
    const keys = { signingKey, appSigningKey: signingKey };
    const bench = closing(await startBench({ databaseUrl: database.url, functions: echo, ...keys }));
    const data = { ünï: "😀", z: 1.5e30, a: [{ b: null }] };
    expect((await bench.runOf("p/echo", data)).output).toEqual(data);
  });

  it("refuses to register an app that has another key", async () => {
    const engine = closing(await startEngine({ databaseUrl: database.url, port: 0, signingKey }));
    const app = closing(await startApp(engine.url, { functions: echo, appSigningKey: otherKey }));
    expect((await fetch(app.url, { method: "PUT" })).status).not.toBe(200);
  });

  it("asks for the key on every address but events, health and the page", async () => {
    const engine = closing(
      await startEngine({ databaseUrl: database.url, port: 0, signingKey, eventKey: "ek" }),
    );
    const statusOf = async (method: string, path: string, headers = {}) =>
      (await fetch(`${engine.url}${path}`, { method, headers, body: method === "GET" ? undefined : "{}" }))
        .status;
    for (const [method, path] of [
      ["POST", "/fn/register"],
      ["POST", "/v1/checkpoint/x/async"],
      ["GET", "/v0/runs/x/actions"],
      ["GET", "/v1/events"],
      ["DELETE", "/v1/runs/x"],
      ["POST", "/v1/signals"],
      ["POST", "/invoke/x"],
    ] as const) {
      expect([path, await statusOf(method, path)]).toEqual([path, 401]);
      expect(await statusOf(method, path, { authorization: `Bearer ${otherKey}` })).toBe(401);
      expect(await statusOf(method, path, { authorization: `Bearer ${signingKey}` })).not.toBe(401);
    }
    expect(await statusOf("GET", "/health")).toBe(200);
    expect(await statusOf("POST", "/e/wrong")).toBe(401);
  });

  it("accepts a signature for five minutes and for its own body only", () => {
    const header = signBody('{"a":1}', signingKey, 1_000_000_000);
    expect(verifySignature('{"a":1}', header, signingKey, 1_000_000_000)).toBe(true);
    expect(verifySignature('{"a":2}', header, signingKey, 1_000_000_000)).toBe(false);
    expect(verifySignature('{"a":1}', header, otherKey, 1_000_000_000)).toBe(false);
    expect(verifySignature('{"a":1}', header, signingKey, 1_000_000_000 + 301_000)).toBe(false);
  });
});

describe("events", () => {
  it("refuses what is not an event, in the real server's words", async () => {
    const engine = closing(await startEngine({ databaseUrl: database.url, port: 0 }));
    const errorOf = async (body: string) => {
      const answer = await fetch(`${engine.url}/e/key`, { method: "POST", body });
      return [answer.status, ((await answer.json()) as { error?: string }).error];
    };
    expect(await errorOf('{"name":""}')).toEqual([400, "event name is empty"]);
    expect(await errorOf('{"name":"inngest/x"}')).toEqual([
      400,
      "event name is reserved for internal use: inngest/x",
    ]);
    expect(await errorOf('{"name":"a","ts":5}')).toEqual([400, "timestamp is before Jan 1, 1980"]);
    expect((await errorOf("7"))[0]).toBe(400);
    expect((await errorOf("{"))[0]).toBe(400);
    expect(await errorOf('{"name":"a"}')).toEqual([200, undefined]);
  });

  it("gives a repeated request the same ids", async () => {
    const engine = closing(await startEngine({ databaseUrl: database.url, port: 0 }));
    const headers = { "x-inngest-event-id-seed": `1795206011842,${Buffer.alloc(10, 5).toString("base64")}` };
    const send = async () => {
      const body = '[{"name":"a"},{"name":"b"}]';
      const answer = await fetch(`${engine.url}/e/key`, { method: "POST", body, headers });
      return ((await answer.json()) as { ids: string[] }).ids;
    };
    const ids = await send();
    expect(new Set(ids).size).toBe(2);
    expect(await send()).toEqual(ids);
  });
});

describe("outages", () => {
  it("burns no attempt while the app is down, and goes on when it is back", async () => {
    const functions: Functions = (inngest) => [
      inngest.createFunction(
        { id: "echo", retries: 0, triggers: [{ event: "p/echo" }] },
        ({ event }) => event.data,
      ),
    ];
    const bench = closing(await startBench({ databaseUrl: database.url, functions }));
    const port = Number(new URL(bench.appUrl).port);
    const warnings = vi.spyOn(log, "warn");
    await bench.closeApp();
    const sent = await fetch(`${bench.engine.url}/e/k`, {
      method: "POST",
      body: '{"name":"p/echo","data":{"n":1}}',
    });
    const eventId = ((await sent.json()) as { ids: string[] }).ids[0] ?? "";
    const [run] = await bench.runsOf(eventId);
    await waitFor(() => warnings.mock.calls.length >= 2);
    closing(await startApp(bench.engine.url, { functions, port }));
    expect(await bench.ended(run?.run_id ?? "")).toMatchObject({ status: "Completed", output: { n: 1 } });
  });

  it("does not take a 200 of something else for a result", async () => {
    const engine = closing(await startEngine({ databaseUrl: database.url, port: 0, retryIntervalMs: 10 }));
    const impostor = http.createServer((_, outgoing) => outgoing.end('"fine"'));
    await once(impostor.listen(0, "127.0.0.1"), "listening");
    closers.push(async () => impostor.close());
    const address = impostor.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
    const fn = {
      id: "x-y",
      triggers: [{ event: "x" }],
      steps: { step: { runtime: { url: `${url}?fnId=x-y&stepId=step` }, retries: { attempts: 1 } } },
    };
    const body = JSON.stringify({ url, appName: "x", functions: [fn] });
    expect((await fetch(`${engine.url}/fn/register`, { method: "POST", body })).status).toBe(200);
    const sent = await fetch(`${engine.url}/e/k`, { method: "POST", body: '{"name":"x"}' });
    const [eventId] = ((await sent.json()) as { ids: string[] }).ids;
    const status = async () => {
      const answer = (await (await fetch(`${engine.url}/v1/events/${eventId}/runs`)).json()) as {
        data: { status: string }[];
      };
      return answer.data[0]?.status;
    };
    await waitFor(async () => (await status()) === "Failed");
  });

  it("makes a second engine wait until the first one ends", async () => {
    const first = await startEngine({ databaseUrl: database.url, port: 0 });
    let isUp = false;
    const second = startEngine({ databaseUrl: database.url, port: 0 }).then((engine) => {
      isUp = true;
      return closing(engine);
    });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const engines = async () =>
      Number(
        (
          await client.query(
            "select count(*) from pg_stat_activity where application_name = 'nself-engine' and datname = current_database()",
          )
        ).rows[0].count,
      );
    await waitFor(async () => (await engines()) === 2);
    expect(isUp).toBe(false);
    await client.end();
    await first.close();
    expect((await fetch(`${(await second).url}/health`)).status).toBe(200);
  });

  it("keeps what was decided while the database connection was cut", async () => {
    const bench = closing(await startBench({ databaseUrl: database.url, functions: echo }));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'nself-engine' and datname = current_database()",
    );
    await client.end();
    expect((await bench.runOf("p/echo", { n: 3 })).output).toEqual({ n: 3 });
  });

  it("resumes sleeping and waiting runs after a restart", async () => {
    const functions: Functions = (inngest) => [
      inngest.createFunction({ id: "sleeper", triggers: [{ event: "p/sleep" }] }, async ({ step }) => {
        const token = await step.run("token", () => Math.random());
        await step.sleep("nap", "1s");
        const got = await step.waitForEvent("w", { event: "p/wake", timeout: "1m" });
        return { token, woken: got?.data.n, same: await step.run("same", () => token) };
      }),
    ];
    const first = await startBench({ databaseUrl: database.url, functions });
    const eventId = await first.send("p/sleep");
    await waitFor(async () => (await first.stepsOf(eventId)) >= 1);
    await first.close();
    const second = closing(await startBench({ databaseUrl: database.url, functions }));
    await waitFor(async () => (await second.stepsOf(eventId)) >= 2);
    await waitFor(async () => {
      await second.send("p/wake", { n: 4 });
      return (await second.runsOf(eventId))[0]?.status === "Completed";
    });
    const [run] = await second.runsOf(eventId);
    const output = run?.output as { token: number; woken: number; same: number };
    expect(output).toEqual({ token: output.token, woken: 4, same: output.token });
  });
});

describe("checkpoints", () => {
  it("refuses one for a dispatch that is not under way", async () => {
    const engine = closing(await startEngine({ databaseUrl: database.url, port: 0 }));
    const body = JSON.stringify({
      run_id: "r",
      qi_id: "r.step",
      generation_id: 1,
      steps: [{ id: "a", op: "StepRun", data: 1 }],
    });
    const answer = await fetch(`${engine.url}/v1/checkpoint/r/async`, { method: "POST", body });
    expect(answer.status).toBe(409);
  });
});
