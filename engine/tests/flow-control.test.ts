import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "@/tests/harness/postgres";
import { startBench, type TestBench, waitFor } from "./engine-harness";

describe("flow control", () => {
  let bench: TestBench;
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  const marks: { name: string; at: number; n: unknown }[] = [];
  const mark = (name: string, n: unknown) => marks.push({ name, at: Date.now(), n });
  const marksOf = (name: string) => marks.filter((entry) => entry.name === name);
  let executing = 0;
  let mostExecuting = 0;

  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
    bench = await startBench({
      databaseUrl: database.url,
      functions: (inngest) => {
        const marking = (id: string, options: object) =>
          inngest.createFunction(
            { id, triggers: [{ event: `f/${id}` }], ...options },
            async ({ event, events, step }) => {
              await step.run("mark", () => {
                mark(id, events.length > 1 ? events.map(({ data }) => data.n) : event.data.n);
              });
              await step.sleep("nap", "1s");
            },
          );
        return [
          marking("idempotent", { idempotency: "event.data.k" }),
          marking("limited", { rateLimit: { limit: 2, period: "1m", key: "event.data.k" } }),
          marking("throttled", { throttle: { limit: 1, period: "1s" } }),
          marking("debounced", { debounce: { period: "1s", key: "event.data.k" } }),
          marking("batched", { batchEvents: { maxSize: 3, timeout: "1s" } }),
          marking("single-skip", { singleton: { mode: "skip", key: "event.data.k" } }),
          marking("single-cancel", { singleton: { mode: "cancel", key: "event.data.k" } }),
          marking("plain", {}),
          marking("conditional", { triggers: [{ event: "f/conditional", if: "event.data.n * 2 > 5" }] }),
          marking("wildcard", { triggers: [{ event: "f/wild.*" }] }),
          inngest.createFunction(
            {
              id: "serial",
              concurrency: { limit: 1, key: "event.data.k" },
              triggers: [{ event: "f/serial" }],
            },
            async ({ event, step }) => {
              for (const at of [1, 2]) {
                await step.run(`s${at}`, async () => {
                  mostExecuting = Math.max(mostExecuting, ++executing);
                  await new Promise((resolve) => setTimeout(resolve, 5));
                  executing--;
                  mark("serial", event.data.n);
                });
              }
            },
          ),
          inngest.createFunction(
            {
              id: "prior",
              checkpointing: false,
              concurrency: 1,
              priority: { run: "event.data.n == 9 ? 100 : 0" },
              triggers: [{ event: "f/prior" }],
            },
            async ({ event }) => {
              mark("prior", event.data.n);
              await new Promise((resolve) => setTimeout(resolve, 30));
            },
          ),
          inngest.createFunction(
            {
              id: "cancellable",
              cancelOn: [{ event: "f/stop", match: "data.k" }],
              triggers: [{ event: "f/cancellable" }],
            },
            async ({ step }) => {
              await step.sleep("long", "1h");
            },
          ),
          inngest.createFunction(
            { id: "timed", timeouts: { finish: "1s" }, triggers: [{ event: "f/timed" }] },
            async ({ step }) => {
              await step.sleep("long", "1h");
            },
          ),
          inngest.createFunction(
            { id: "watcher", triggers: [{ event: "inngest/function.cancelled" }] },
            async ({ event }) => {
              mark("cancelled", event.data.function_id);
            },
          ),
        ];
      },
    });
  });

  afterAll(async () => {
    await bench?.close();
    await database?.drop();
  });

  const sendMany = (name: string, payloads: Record<string, unknown>[]) =>
    bench.inngest.send(payloads.map((data) => ({ name, data })));
  const statusOf = async (eventId: string) => (await bench.runsOf(eventId))[0]?.status ?? null;

  it("starts one run for events with the same id", async () => {
    const [first, second] = [
      await bench.send("f/plain", { n: 1 }, { id: "same" }),
      await bench.send("f/plain", { n: 2 }, { id: "same" }),
    ];
    await waitFor(() => marksOf("plain").length > 0);
    expect(await bench.runsOf(first)).toHaveLength(1);
    expect(await bench.runsOf(second)).toHaveLength(0);
  });

  it("starts one run per idempotency key", async () => {
    const { ids } = await sendMany("f/idempotent", [{ k: 1 }, { k: 1 }, { k: 2 }]);
    const counts = await Promise.all(ids.map(async (id) => (await bench.runsOf(id)).length));
    expect(counts).toEqual([1, 0, 1]);
  });

  it("drops what is over the rate limit, per key", async () => {
    const { ids } = await sendMany("f/limited", [{ k: 1 }, { k: 1 }, { k: 1 }, { k: 2 }]);
    const counts = await Promise.all(ids.map(async (id) => (await bench.runsOf(id)).length));
    expect(counts).toEqual([1, 1, 0, 1]);
  });

  it("spaces the starts of throttled runs and loses none", async () => {
    await sendMany("f/throttled", [{ n: 1 }, { n: 2 }, { n: 3 }]);
    await waitFor(() => marksOf("throttled").length === 3);
    const times = marksOf("throttled").map(({ at }) => at);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(900);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(900);
  });

  it("runs once after a burst, with its last event", async () => {
    for (const n of [1, 2, 3]) await bench.send("f/debounced", { k: "a", n });
    await waitFor(() => marksOf("debounced").length > 0);
    expect(marksOf("debounced").map(({ n }) => n)).toEqual([3]);
  });

  it("batches by size at once and by time otherwise", async () => {
    await sendMany("f/batched", [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }, { n: 5 }]);
    await waitFor(() => marksOf("batched").length === 2);
    expect(marksOf("batched").map(({ n }) => n)).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it("skips a run while a singleton of its key is active", async () => {
    const { ids } = await sendMany("f/single-skip", [{ k: 1 }, { k: 1 }, { k: 2 }]);
    const counts = await Promise.all(ids.map(async (id) => (await bench.runsOf(id)).length));
    expect(counts).toEqual([1, 0, 1]);
  });

  it("cancels the older run of a singleton that prefers the newer", async () => {
    const first = await bench.send("f/single-cancel", { k: 1 });
    const second = await bench.send("f/single-cancel", { k: 1 });
    expect(await statusOf(first)).toBe("Cancelled");
    await waitFor(async () => (await statusOf(second)) === "Completed");
  });

  it("triggers on matching conditions and wildcards only", async () => {
    const { ids } = await sendMany("f/conditional", [{ n: 2 }, { n: 3 }, { other: true }]);
    const counts = await Promise.all(ids.map(async (id) => (await bench.runsOf(id)).length));
    expect(counts).toEqual([0, 1, 0]);
    expect(await bench.runsOf(await bench.send("f/wild.card.deep"))).toHaveLength(1);
    expect(await bench.runsOf(await bench.send("f/wild"))).toHaveLength(0);
  });

  it("never executes two steps of one concurrency key at once, and finishes the older run first", async () => {
    await sendMany(
      "f/serial",
      [1, 2, 3, 4].map((n) => ({ k: "one", n })),
    );
    await waitFor(() => marksOf("serial").length === 8);
    expect(mostExecuting).toBe(1);
    expect(marksOf("serial").map(({ n }) => n)).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it("moves a run of higher priority ahead in a backlog", async () => {
    await sendMany(
      "f/prior",
      [1, 2, 3, 9].map((n) => ({ n })),
    );
    await waitFor(() => marksOf("prior").length === 4);
    expect(marksOf("prior").map(({ n }) => n)).toEqual([1, 9, 2, 3]);
  });

  it("cancels by a matching event, tells so by an event, and leaves other runs alone", async () => {
    const [mine, other] = [
      await bench.send("f/cancellable", { k: 1 }),
      await bench.send("f/cancellable", { k: 2 }),
    ];
    await bench.send("f/stop", { k: 1 });
    expect(await statusOf(mine)).toBe("Cancelled");
    expect(await statusOf(other)).toBe("Running");
    await waitFor(() => marksOf("cancelled").some(({ n }) => n === "app-cancellable"));
    const [run] = await bench.runsOf(other);
    expect((await bench.api(`/v1/runs/${run?.run_id}`, { method: "DELETE" })).status).toBe(200);
    expect(await statusOf(other)).toBe("Cancelled");
  });

  it("cancels runs in bulk by function and condition", async () => {
    const [mine, other] = [
      await bench.send("f/cancellable", { k: 3 }),
      await bench.send("f/cancellable", { k: 4 }),
    ];
    const body = JSON.stringify({
      app_id: "app",
      function_id: "cancellable",
      started_before: new Date(Date.now() + 1000).toISOString(),
      if: "event.data.k == 3",
    });
    expect((await bench.api("/v1/cancellations", { method: "POST", body })).status).toBe(200);
    expect([await statusOf(mine), await statusOf(other)]).toEqual(["Cancelled", "Running"]);
  });

  it("cancels a run that is over its finish timeout", async () => {
    const eventId = await bench.send("f/timed");
    await waitFor(async () => (await statusOf(eventId)) === "Cancelled");
  });

  it("invokes a function over HTTP", async () => {
    const answer = await bench.api("/invoke/app-plain", {
      method: "POST",
      body: JSON.stringify({ data: { n: 77 } }),
    });
    expect(answer.status).toBe(200);
    await waitFor(() => marksOf("plain").some(({ n }) => n === 77));
  });
});
