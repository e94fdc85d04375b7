import { NonRetriableError, RetryAfterError } from "inngest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "@/tests/harness/postgres";
import { startBench, type TestBench, waitFor } from "./engine-harness";

/** What the SDK hands to onFailure, as far as the test looks at it. */
interface FailureArgs {
  event: { data: { event: { data: Record<string, unknown> } } };
  error: Error;
  step: { run(id: string, body: () => unknown): Promise<unknown> };
}

describe.each([true, false])("with checkpointing %s", (checkpointing) => {
  let bench: TestBench;
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  const calls = new Map<string, number>();
  const count = (name: string) => {
    const next = (calls.get(name) ?? 0) + 1;
    calls.set(name, next);
    return next;
  };

  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
    bench = await startBench({
      databaseUrl: database.url,
      checkpointing,
      functions: (inngest) => [
        inngest.createFunction(
          { id: "sequence", triggers: [{ event: "t/sequence" }] },
          async ({ event, step }) => {
            const a = await step.run("a", () => ({ n: event.data.n + 1, run: count("sequence.a") }));
            const b = await step.run("b", () => a.n * 10);
            const again = await step.run("b", () => b + 1);
            const nothing = await step.run("nothing", () => undefined);
            return { a, b, again, nothing };
          },
        ),
        inngest.createFunction({ id: "parallel", triggers: [{ event: "t/parallel" }] }, async ({ step }) => {
          const before = await step.run("before", () => 1);
          const all = await Promise.all([
            step.run("p1", () => count("p1")),
            step.run("p2", () => count("p2") + 1),
            step.sleep("nap", "1s").then(() => "slept"),
          ]);
          const after = await step.run("after", () => 9);
          return { before, all, after };
        }),
        inngest.createFunction({ id: "race", triggers: [{ event: "t/race" }] }, async ({ step, group }) => {
          const winner = await group.parallel({ mode: "race" }, () =>
            Promise.race([step.run("quick", () => "quick"), step.sleep("long", "2s").then(() => "long")]),
          );
          const after = await step.run("after", () => Date.now());
          return { winner, after };
        }),
        inngest.createFunction(
          { id: "branches", triggers: [{ event: "t/branches" }] },
          async ({ step, group }) => {
            const ends = await group.parallel({ mode: "race" }, () =>
              Promise.all([
                (async () => {
                  await step.run("first", () => count("branches.first"));
                  await step.run("second", () => count("branches.second"));
                  return await step.run("third", () => Date.now());
                })(),
                (async () => {
                  await step.sleep("long", "2s");
                  return await step.run("woken", () => Date.now());
                })(),
              ]),
            );
            return { ends, after: await step.run("after", () => count("branches.after")) };
          },
        ),
        inngest.createFunction(
          { id: "version-one", optimizeParallelism: false, triggers: [{ event: "t/version-one" }] },
          async ({ step }) => {
            const winner = await Promise.race([
              step.run("quick", () => "quick"),
              step.sleep("long", "2s").then(() => "long"),
            ]);
            return { winner, after: await step.run("after", () => Date.now()) };
          },
        ),
        inngest.createFunction({ id: "wait", triggers: [{ event: "t/wait" }] }, async ({ step }) => {
          const got = await step.waitForEvent("w", { event: "t/answer", timeout: "1m", match: "data.k" });
          return { n: got?.data.n };
        }),
        inngest.createFunction(
          { id: "wait-timeout", triggers: [{ event: "t/wait-timeout" }] },
          async ({ step }) => ({
            got: await step.waitForEvent("w", { event: "t/never", timeout: "1s" }),
          }),
        ),
        inngest.createFunction({ id: "child", triggers: [] }, async ({ event, step }) => {
          const doubled = await step.run("double", () => event.data.n * 2);
          if (event.data.fail) throw new NonRetriableError("child says no");
          return doubled;
        }),
        inngest.createFunction(
          { id: "invoker", triggers: [{ event: "t/invoke" }] },
          async ({ event, step }) => {
            try {
              return { got: await step.invoke("call", { function: childRef(), data: event.data }) };
            } catch (error) {
              return { failed: error instanceof Error ? error.message : "" };
            }
          },
        ),
        inngest.createFunction(
          { id: "retry", retries: 3, triggers: [{ event: "t/retry" }] },
          async ({ step, attempt }) => {
            const tries = await step.run("flaky", () => {
              const n = count("flaky");
              if (n < 3) throw new Error(`try ${n}`);
              return n;
            });
            return { tries, attempt };
          },
        ),
        inngest.createFunction(
          { id: "caught", retries: 1, triggers: [{ event: "t/caught" }] },
          async ({ step }) => {
            try {
              await step.run("doomed", () => {
                count("doomed");
                throw new Error("always");
              });
            } catch (error) {
              return {
                caught: error instanceof Error ? error.message : "",
                after: await step.run("after", () => 1),
              };
            }
          },
        ),
        inngest.createFunction({ id: "thrower", retries: 2, triggers: [{ event: "t/throw" }] }, () => {
          throw new Error(`thrown ${count("thrower")}`);
        }),
        inngest.createFunction(
          { id: "non-retriable", triggers: [{ event: "t/non-retriable" }] },
          async ({ step }) => {
            await step.run("x", () => {
              count("non-retriable");
              throw new NonRetriableError("never again");
            });
          },
        ),
        inngest.createFunction(
          { id: "retry-after", triggers: [{ event: "t/retry-after" }] },
          async ({ step }) => {
            await step.run("x", () => {
              if (count("retry-after") === 1) throw new RetryAfterError("later", 1000);
            });
            return Date.now();
          },
        ),
        inngest.createFunction(
          {
            id: "with-handler",
            retries: 0,
            triggers: [{ event: "t/with-handler" }],
            onFailure: async ({ event, error, step }: FailureArgs) => {
              await step.run("note", () => {
                handled.push({ message: error.message, n: Number(event.data.event.data.n) });
              });
            },
          },
          () => {
            throw new Error("handled");
          },
        ),
        inngest.createFunction({ id: "big", triggers: [{ event: "t/big" }] }, async ({ step }) => {
          const parts: string[] = [];
          for (const n of [1, 2, 3, 4])
            parts.push(await step.run(`part ${n}`, () => String(n).repeat(2_000_000)));
          await step.sleep("pause", "1s");
          return parts.map((part) => part.length);
        }),
        inngest.createFunction(
          { id: "signalled", triggers: [{ event: "t/signal" }] },
          async ({ event, step }) => step.waitForSignal("s", { signal: event.data.name, timeout: "1m" }),
        ),
        inngest.createFunction({ id: "sender", triggers: [{ event: "t/send" }] }, async ({ step }) => {
          const { ids } = await step.sendEvent("out", { name: "t/sent", data: { n: 5 } });
          return ids.length;
        }),
        inngest.createFunction({ id: "odd", triggers: [{ event: "t/odd" }] }, async ({ step }) => {
          const text: string = await step.run("odd", () => "nul \u0000, lone \ud800, ünï 😀 \u2028");
          return { text, again: await step.run("next", () => text.length) };
        }),
      ],
    });
  });
  const handled: { message: string; n: number }[] = [];
  const childRef = () => {
    const child = bench.inngest.createFunction({ id: "child", triggers: [] }, async () => 0);
    return child;
  };

  afterAll(async () => {
    await bench?.close();
    await database?.drop();
  });

  it("runs steps in order, each once, with repeated ids kept apart", async () => {
    const run = await bench.runOf("t/sequence", { n: 1 });
    expect(run).toMatchObject({
      status: "Completed",
      output: { a: { n: 2, run: 1 }, b: 20, again: 21, nothing: null },
    });
  });

  it("runs parallel branches, each once, and goes on when all are done", async () => {
    const run = await bench.runOf("t/parallel");
    expect(run.output).toEqual({ before: 1, all: [1, 2, "slept"], after: 9 });
  });

  // The SDK itself keeps such a run open until the slower branch is done too, but goes on with the function at once.
  it("goes on after the first branch of a race", async () => {
    const startedAtMs = Date.now();
    const output = (await bench.runOf("t/race")).output as { winner: string; after: number };
    expect(output.winner).toBe("quick");
    expect(output.after - startedAtMs).toBeLessThan(1500);
  });

  it("lets every branch of a group in race mode go on by itself, each step once, and waits for all of them", async () => {
    const startedAtMs = Date.now();
    const { ends, after } = (await bench.runOf("t/branches")).output as { ends: number[]; after: number };
    expect((ends[0] ?? 0) - startedAtMs).toBeLessThan(1500);
    expect((ends[1] ?? 0) - startedAtMs).toBeGreaterThanOrEqual(1900);
    expect([calls.get("branches.first"), calls.get("branches.second"), after]).toEqual([1, 1, 1]);
  });

  it("calls an SDK of request version 1 again after every branch", async () => {
    const startedAtMs = Date.now();
    const output = (await bench.runOf("t/version-one")).output as { winner: string; after: number };
    expect(output.winner).toBe("quick");
    expect(output.after - startedAtMs).toBeLessThan(1500);
  });

  it("hands the matching event to the wait, and no other", async () => {
    const eventId = await bench.send("t/wait", { k: "mine" });
    const run = await waitFor(async () => (await bench.runsOf(eventId))[0] ?? null);
    await waitFor(async () => (await (await bench.api("/")).text()).includes(run.run_id));
    let sent = 0;
    await waitFor(async () => {
      await bench.send("t/answer", { k: "other", n: -1 });
      await bench.send("t/answer", { k: "mine", n: ++sent });
      return (await bench.runsOf(eventId))[0]?.status === "Completed";
    });
    const output = (await bench.ended(run.run_id)).output as { n: number };
    expect(output.n).toBeGreaterThan(0);
  });

  it("answers a wait with null when its time is over", async () => {
    expect((await bench.runOf("t/wait-timeout")).output).toEqual({ got: null });
  });

  it("invokes another function and returns its result", async () => {
    expect((await bench.runOf("t/invoke", { n: 21 })).output).toEqual({ got: 42 });
  });

  it("throws in the invoker when the invoked function fails", async () => {
    expect((await bench.runOf("t/invoke", { n: 1, fail: true })).output).toEqual({ failed: "child says no" });
  });

  it("tries a failing step again until it works", async () => {
    expect((await bench.runOf("t/retry")).output).toEqual({ tries: 3, attempt: 0 });
  });

  it("lets the function catch a step that failed for good", async () => {
    expect((await bench.runOf("t/caught")).output).toEqual({ caught: "always", after: 1 });
    expect(calls.get("doomed")).toBe(2);
  });

  it("fails the run after its last attempt, with the error as output", async () => {
    const run = await bench.runOf("t/throw");
    expect(run).toMatchObject({ status: "Failed", output: { name: "Error", message: "thrown 3" } });
  });

  it("does not retry an error that says so", async () => {
    expect(await bench.runOf("t/non-retriable")).toMatchObject({
      status: "Failed",
      output: { message: "never again" },
    });
    expect(calls.get("non-retriable")).toBe(1);
  });

  it("waits as long as a RetryAfterError asks for", async () => {
    const startedAtMs = Date.now();
    const run = await bench.runOf("t/retry-after");
    expect(Number(run.output) - startedAtMs).toBeGreaterThanOrEqual(950);
  });

  it("runs onFailure with the error and the original event", async () => {
    await bench.runOf("t/with-handler", { n: 7 });
    await waitFor(() => handled.length > 0);
    expect(handled).toEqual([{ message: "handled", n: 7 }]);
  });

  it("serves state over 4 MiB on request of the SDK", async () => {
    const run = await bench.runOf("t/big");
    expect(run.output).toEqual([2_000_000, 2_000_000, 2_000_000, 2_000_000]);
  });

  it("gives a signal to the run that waits for it, and 404 when none does", async () => {
    const eventId = await bench.send("t/signal", { name: `sig-${checkpointing}` });
    const body = JSON.stringify({ signal: `sig-${checkpointing}`, data: { ok: true } });
    const send = () => bench.api("/v1/signals", { method: "POST", body });
    await waitFor(async () => (await send()).status === 200);
    const [run] = await bench.runsOf(eventId);
    expect(await bench.ended(run?.run_id ?? "")).toMatchObject({
      output: { signal: `sig-${checkpointing}`, data: { ok: true } },
    });
    expect((await send()).status).toBe(404);
  });

  it("sends events from a step", async () => {
    expect((await bench.runOf("t/send")).output).toBe(1);
  });

  it("keeps any text that JSON can hold", async () => {
    const run = await bench.runOf("t/odd");
    expect(run.output).toEqual({ text: "nul \u0000, lone \ufffd, ünï 😀 \u2028", again: 23 });
  });
});
