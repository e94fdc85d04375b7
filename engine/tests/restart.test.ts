import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startEngine } from "@/engine/start-engine";
import { createTestDatabase } from "@/tests/harness/postgres";
import { type startApp, startBench, type TestBench, waitFor } from "./engine-harness";

type Functions = Parameters<typeof startApp>[1]["functions"];
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let bench: TestBench;
let seen: unknown[];

const functions: Functions = (inngest) => {
  const noting = (id: string, options: object) =>
    inngest.createFunction({ id, triggers: [{ event: `r/${id}` }], ...options }, async ({ events, step }) => {
      await step.run("note", () => {
        seen.push(events.map(({ data }) => data.n));
      });
    });
  return [
    noting("debounced", { debounce: { period: "2s" } }),
    noting("batched", { batchEvents: { maxSize: 3, timeout: "60s" } }),
    noting("limited", { rateLimit: { limit: 1, period: "1m" } }),
    noting("throttled", { throttle: { limit: 1, period: "2s" } }),
    noting("idempotent", { idempotency: "event.data.k" }),
    noting("plain", {}),
    inngest.createFunction({ id: "invoker", triggers: [{ event: "r/invoker" }] }, async ({ step }) => {
      const result = await step.invoke("call", { function: slow(inngest), data: {} });
      seen.push(result);
      return result;
    }),
    slow(inngest),
  ];
};
const slow = (inngest: Parameters<Functions>[0]) =>
  inngest.createFunction({ id: "slow", triggers: [] }, async ({ step }) => {
    await step.sleep("nap", "1s");
    return "from the child";
  });

beforeEach(async () => {
  seen = [];
  database = await createTestDatabase({ empty: true });
  bench = await startBench({ databaseUrl: database.url, functions });
});
afterEach(async () => {
  await bench.close();
  await database.drop();
});
/** Ends the engine and its app and starts both on the same database. */
async function restart(): Promise<void> {
  await bench.close();
  bench = await startBench({ databaseUrl: database.url, functions });
}

describe("over a restart", () => {
  it("keeps a debounced event, and its clock", async () => {
    await bench.send("r/debounced", { n: 1 });
    await bench.send("r/debounced", { n: 2 });
    await restart();
    await waitFor(() => seen.length > 0);
    expect(seen).toEqual([[2]]);
  });

  it("keeps a batch that is being filled", async () => {
    await bench.send("r/batched", { n: 1 });
    await bench.send("r/batched", { n: 2 });
    await restart();
    await bench.send("r/batched", { n: 3 });
    await waitFor(() => seen.length > 0);
    expect(seen).toEqual([[1, 2, 3]]);
  });

  it("remembers rate limits, idempotency keys and event ids", async () => {
    const sendAll = async (n: number) => {
      await bench.send("r/limited", { n });
      await bench.send("r/idempotent", { n: n + 10, k: "k" });
      await bench.send("r/plain", { n: n + 20 }, { id: "same" });
    };
    await sendAll(1);
    await waitFor(() => seen.length === 3);
    await restart();
    await sendAll(2);
    const last = await bench.runOf("r/plain", { n: 99 });
    expect(last.status).toBe("Completed");
    expect(seen.flat(2).sort()).toEqual([1, 11, 21, 99]);
  });

  it("keeps the places of throttled runs", async () => {
    await bench.send("r/throttled", { n: 1 });
    await bench.send("r/throttled", { n: 2 });
    await waitFor(() => seen.length === 1);
    const startedAtMs = Date.now();
    await restart();
    await waitFor(() => seen.length === 2);
    expect(seen).toEqual([[1], [2]]);
    expect(Date.now() - startedAtMs).toBeGreaterThan(1500);
  });

  it("answers the invoker of a run that ended after it", async () => {
    const eventId = await bench.send("r/invoker");
    await waitFor(async () => (await bench.runsOf(eventId)).length === 1);
    await restart();
    await waitFor(() => seen.length > 0);
    expect(seen[0]).toBe("from the child");
  });

  it("says clearly that the port is taken, and lets the lock go", async () => {
    const port = bench.engine.port;
    const other = await createTestDatabase({ empty: true });
    await expect(startEngine({ databaseUrl: other.url, port })).rejects.toThrow("EADDRINUSE");
    const engine = await startEngine({ databaseUrl: other.url, port: 0 });
    await engine.close();
    await other.drop();
  });
});
