import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Inngest } from "inngest";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "@/cli/testing/free-port";
import { createTestDatabase } from "@/tests/harness/postgres";
import { startApp, waitFor } from "./engine-harness";

const runs = 60;
const kills = 12;

/** A step's body notes what it returned; the state must hold exactly what one of the executions returned, and hold it for good. */
describe.each([true, false])("kill -9 at random instants, with checkpointing %s", (checkpointing) => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let client: pg.Client;
  let engine: ChildProcess;
  let app: Awaited<ReturnType<typeof startApp>>;
  let port = 0;
  const executed = new Map<string, string[]>();
  /** How often a step had been executed when its result was first seen in the database. */
  const timesWhenRecorded = new Map<string, number>();
  let serial = 0;

  const execute = (n: number, step: string) => {
    const value = `${step} ${++serial}`;
    executed.set(`${n} ${step}`, [...(executed.get(`${n} ${step}`) ?? []), value]);
    return value;
  };
  const functions = (inngest: Inngest) => [
    inngest.createFunction(
      { id: "work", retries: 20, triggers: [{ event: "c/work" }] },
      async ({ event, step }) => {
        const { n } = event.data as { n: number };
        const values: Record<string, string> = {};
        for (const name of ["a", "b", "c"]) values[name] = await step.run(name, () => execute(n, name));
        const [d, e] = await Promise.all([
          step.run("d", () => execute(n, "d")),
          step.run("e", () => execute(n, "e")),
          step.sleep("nap", "1s"),
        ]);
        Object.assign(values, { d, e });
        values.child = await step.invoke("child", { function: childOf(inngest), data: { n } });
        values.last = await step.run("last", () => execute(n, "last"));
        return values;
      },
    ),
    childOf(inngest),
  ];
  const childOf = (inngest: Inngest) =>
    inngest.createFunction({ id: "child", retries: 20, triggers: [] }, async ({ event, step }) => {
      const { n } = event.data as { n: number };
      return step.run("inner", () => execute(n, "inner"));
    });

  const startChild = () => {
    engine = spawn(process.execPath, ["--import", "tsx", "engine/main.ts"], {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        ENGINE_DATABASE_URL: database.url,
        ENGINE_PORT: String(port),
        ENGINE_RETRY_INTERVAL_MS: "50",
        ENGINE_APP_URLS: app.url,
        LOG_LEVEL: "silent",
      },
    });
  };
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  const isRegistered = async () =>
    (await client.query("select 1 from engine.functions where id = 'app-work'").catch(() => ({ rows: [] })))
      .rows.length > 0;

  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    port = await freePort();
    app = await startApp(`http://127.0.0.1:${port}`, { functions, checkpointing });
    startChild();
    await waitFor(isUp);
    await waitFor(isRegistered);
  });

  afterAll(async () => {
    engine?.kill("SIGTERM");
    if (engine && engine.exitCode === null) await once(engine, "exit");
    await app?.close();
    await client?.end();
    await database?.drop();
  });

  it("finishes every run, and no recorded step runs again", { timeout: 180_000 }, async () => {
    let sent = 0;
    const sendNext = async () => {
      const n = sent++;
      // An id makes a repeated send harmless: the answer to the first one may have been lost with the engine.
      const body = JSON.stringify({ name: "c/work", data: { n }, id: `work-${n}` });
      await waitFor(() =>
        fetch(`http://127.0.0.1:${port}/e/test`, { method: "POST", body }).then(
          ({ ok }) => ok,
          () => false,
        ),
      );
    };
    const recorded = new Map<string, string>();
    for (let kill = 0; kill < kills; kill++) {
      for (let n = 0; n < runs / kills; n++) await sendNext();
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
      engine.kill("SIGKILL");
      await once(engine, "exit");
      await noteRecorded(recorded);
      startChild();
      await waitFor(isUp);
    }
    await waitFor(async () => (await countOf("status = 'Completed'")) === runs * 2, 90_000);
    await noteRecorded(recorded);
    const outputs = await client.query<{
      function_id: string;
      events: [{ body: { data: { n: number } } }];
      output: unknown;
    }>(
      "select r.function_id, r.events, s.output from engine.runs r join engine.run_states s on s.run_id = r.id",
    );
    const works = outputs.rows.filter(({ function_id }) => function_id === "app-work");
    expect(works).toHaveLength(runs);
    for (const { events, output } of works) {
      const { n } = events[0].body.data;
      for (const [name, value] of Object.entries(output as Record<string, string>)) {
        expect(executed.get(`${n} ${name === "child" ? "inner" : name}`)).toContain(value);
      }
    }
    for (const [key, times] of timesWhenRecorded)
      expect([key, executed.get(key)?.length]).toEqual([key, times]);
    expect(timesWhenRecorded.size).toBe(runs * 7);
    const leftovers = await client.query(
      "select (select count(*) from engine.queue_items)::int as items, (select count(*) from engine.pending_ops)::int as ops",
    );
    expect(leftovers.rows).toEqual([{ items: 0, ops: 0 }]);
  });

  /** Reads all recorded steps; one that was recorded at an earlier look must be there unchanged. */
  async function noteRecorded(recorded: Map<string, string>): Promise<void> {
    const { rows } = await client.query<{
      run_id: string;
      step_id: string;
      value: { data?: unknown };
      n: number;
    }>(
      `select s.run_id, s.step_id, s.value, (r.events->0->'body'->'data'->>'n')::int as n
       from engine.steps s join engine.runs r on r.id = s.run_id`,
    );
    for (const { run_id, step_id, value, n } of rows) {
      const text = JSON.stringify(value);
      const key = `${run_id} ${step_id}`;
      if (recorded.has(key)) expect(text).toBe(recorded.get(key));
      recorded.set(key, text);
      const name = typeof value?.data === "string" ? value.data.split(" ")[0] : undefined;
      const executedKey = `${n} ${name}`;
      if (name && executed.has(executedKey) && !timesWhenRecorded.has(executedKey)) {
        timesWhenRecorded.set(executedKey, executed.get(executedKey)?.length ?? 0);
      }
    }
  }

  async function countOf(condition: string): Promise<number> {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from engine.run_states where ${condition}`,
    );
    return rows[0]?.count ?? 0;
  }
});
