import http from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import pg from "pg";
import { log } from "@/engine/log";
import { type Engine, type EngineOptions, startEngine } from "@/engine/start-engine";

export interface TestBench {
  engine: Engine;
  inngest: Inngest;
  appUrl: string;
  /** The run's status and output once it has ended. */
  ended(runId: string): Promise<{ status: string; output: unknown }>;
  /** Sends one event and waits for its first run to end. */
  runOf(name: string, data?: Record<string, unknown>): Promise<EndedRun>;
  send(name: string, data?: Record<string, unknown>, more?: { id?: string }): Promise<string>;
  runsOf(eventId: string): Promise<EndedRun[]>;
  api(path: string, init?: RequestInit): Promise<Response>;
  /** Steps recorded for the run of this event. */
  stepsOf(eventId: string): Promise<number>;
  closeApp(): Promise<void>;
  close(): Promise<void>;
}
interface EndedRun {
  run_id: string;
  function_id: string;
  status: string;
  output: unknown;
}
interface BenchOptions extends Partial<EngineOptions> {
  databaseUrl: string;
  functions: (inngest: Inngest) => InngestFunction.Any[];
  checkpointing?: boolean;
  appSigningKey?: string;
}

/** An engine and an app served by the unmodified SDK, on loopback, registered with each other. */
export async function startBench(options: BenchOptions): Promise<TestBench> {
  log.level = "silent";
  const engine = await startEngine({ port: 0, retryIntervalMs: 50, ...options });
  const app = await startApp(engine.url, options);
  await waitFor(async () => (await fetch(app.url, { method: "PUT" })).status === 200);
  const authorization = options.signingKey ? { authorization: `Bearer ${options.signingKey}` } : undefined;
  const api = (path: string, init?: RequestInit) =>
    fetch(`${engine.url}${path}`, { headers: authorization, ...init });
  const data = async <T>(path: string) => ((await (await api(path)).json()) as { data: T }).data;
  const runsOf = (eventId: string) => data<EndedRun[]>(`/v1/events/${eventId}/runs`);
  const ended = (runId: string) =>
    waitFor(async () => {
      const run = await data<EndedRun>(`/v1/runs/${runId}`);
      return run.status === "Running" ? null : run;
    });
  const send: TestBench["send"] = async (name, payload = {}, more = {}) =>
    (await app.inngest.send({ name, data: payload, ...more })).ids[0] ?? "";
  const stepsOf = async (eventId: string) => {
    const client = new pg.Client({ connectionString: options.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ count: number }>(
      "select count(*)::int as count from engine.steps join engine.run_events using (run_id) where event_id = $1",
      [eventId],
    );
    await client.end();
    return rows[0]?.count ?? 0;
  };
  return {
    engine,
    inngest: app.inngest,
    appUrl: app.url,
    ended,
    send,
    runsOf,
    api,
    stepsOf,
    closeApp: app.close,
    runOf: async (name, payload) => {
      const eventId = await send(name, payload);
      const [run] = await waitFor(async () => {
        const runs = await runsOf(eventId);
        return runs.length > 0 ? runs : null;
      });
      if (!run) throw new Error("no run");
      return { ...run, ...(await ended(run.run_id)) };
    },
    close: async () => {
      await app.close();
      await engine.close();
    },
  };
}

/** An app as a customer would write it: `inngest/node` on a plain HTTP server. */
export async function startApp(
  engineUrl: string,
  options: Pick<BenchOptions, "functions" | "checkpointing" | "appSigningKey"> & { port?: number },
): Promise<{ url: string; inngest: Inngest; close(): Promise<void> }> {
  const { appSigningKey: signingKey, checkpointing, functions, port = 0 } = options;
  const silent = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };
  const inngest = new Inngest({
    id: "app",
    baseUrl: engineUrl,
    eventKey: "test",
    isDev: !signingKey,
    logger: silent,
    ...(signingKey ? { signingKey } : {}),
    ...(checkpointing === undefined ? {} : { checkpointing }),
  });
  const server = http.createServer(serve({ client: inngest, functions: functions(inngest) }));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/api/inngest`,
    inngest,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Polls until the answer is neither null nor false. */
export async function waitFor<T>(
  read: () => Promise<T | null | false> | T | null | false,
  deadlineMs = 15_000,
): Promise<T> {
  for (const untilMs = Date.now() + deadlineMs; ; ) {
    const value = await read();
    if (value !== null && value !== false) return value;
    if (Date.now() > untilMs) throw new Error(`not reached within ${deadlineMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
