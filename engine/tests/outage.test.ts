import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "@/cli/testing/free-port";
import { startEngine } from "@/engine/start-engine";
import { createTestDatabase } from "@/tests/harness/postgres";
import { startApp, startBench, waitFor } from "./engine-harness";

type Functions = Parameters<typeof startApp>[1]["functions"];
let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
});
afterEach(async () => {
  await database.drop();
});

describe("the app's troubles", () => {
  it("makes a call again that broke off with the app, and keeps the steps before it", async () => {
    const seen: string[] = [];
    let release: () => void = () => {};
    const hung = new Promise<void>((resolve) => {
      release = resolve;
    });
    const functions: Functions = (inngest) => [
      inngest.createFunction(
        { id: "broken", triggers: [{ event: "o/broken" }] },
        async ({ step, attempt }) => {
          await step.run("first", () => {
            seen.push("first");
          });
          await step.run("second", async () => {
            seen.push(`second, attempt ${attempt}`);
            if (seen.length === 2) await hung;
          });
          return attempt;
        },
      ),
    ];
    const bench = await startBench({ databaseUrl: database.url, functions, checkpointing: false });
    const port = Number(new URL(bench.appUrl).port);
    const eventId = await bench.send("o/broken");
    await waitFor(() => seen.length === 2);
    const startedAtMs = Date.now();
    // Within the first moments a reset of a kept-alive socket counts as "never sent" and burns no attempt.
    await waitFor(() => Date.now() - startedAtMs > 100);
    await bench.closeApp();
    const app = await startApp(bench.engine.url, { functions, port, checkpointing: false });
    await waitFor(async () => (await bench.runsOf(eventId))[0]?.status === "Completed");
    expect(seen).toEqual(["first", "second, attempt 0", "second, attempt 1"]);
    release();
    await app.close();
    await bench.engine.close();
  });

  it("starts no run of a function that the app does not have any more, and finishes those it has begun", async () => {
    const both: Functions = (inngest) =>
      ["stays", "goes"].map((id) =>
        inngest.createFunction({ id, triggers: [{ event: "o/both" }] }, async ({ step }) => {
          await step.sleep("nap", "1s");
        }),
      );
    const bench = await startBench({ databaseUrl: database.url, functions: both });
    const begun = await bench.send("o/both");
    expect(await bench.runsOf(begun)).toHaveLength(2);
    await bench.closeApp();
    const port = Number(new URL(bench.appUrl).port);
    const app = await startApp(bench.engine.url, { functions: (inngest) => both(inngest).slice(0, 1), port });
    await waitFor(() =>
      fetch(app.url, { method: "PUT" }).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    const runs = await bench.runsOf(await bench.send("o/both"));
    expect(runs.map(({ function_id }) => function_id)).toEqual(["app-stays"]);
    await waitFor(async () => (await bench.runsOf(begun)).some(({ status }) => status === "Completed"));
    await app.close();
    await bench.engine.close();
  });

  it("registers an app by itself when it comes up, and again when it comes back changed", async () => {
    const port = await freePort();
    const appUrls = [`http://127.0.0.1:${port}/api/inngest`];
    const engine = await startEngine({ databaseUrl: database.url, port: 0, appUrls });
    const functionOf =
      (id: string): Functions =>
      (inngest) => [inngest.createFunction({ id, triggers: [{ event: `o/${id}` }] }, () => id)];
    const page = async () => (await fetch(engine.url)).text();
    for (const id of ["early", "late"]) {
      const app = await startApp(engine.url, { functions: functionOf(id), port });
      await waitFor(async () => (await page()).includes(`app-${id}`));
      await app.close();
    }
    expect(await page()).not.toContain("app-early");
    await engine.close();
  });

  it("makes the request of a step.fetch itself", async () => {
    const target = createServer((incoming, outgoing) => {
      outgoing.setHeader("content-type", "application/json");
      outgoing.end(JSON.stringify({ method: incoming.method, agent: incoming.headers["x-mark"] }));
    });
    await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;
    const functions: Functions = (inngest) => [
      inngest.createFunction({ id: "fetcher", triggers: [{ event: "o/fetch" }] }, async ({ step }) => {
        const answer = await step.fetch(url, { method: "POST", headers: { "x-mark": "m" }, body: "b" });
        return { status: answer.status, body: await answer.json() };
      }),
    ];
    const bench = await startBench({ databaseUrl: database.url, functions });
    expect((await bench.runOf("o/fetch")).output).toEqual({
      status: 200,
      body: { method: "POST", agent: "m" },
    });
    await bench.close();
    target.close();
  });

  it("shares a limit of scope env between functions, by the value of its key", async () => {
    let executing = 0;
    let most = 0;
    let done = 0;
    const functions: Functions = (inngest) =>
      ["one", "two"].map((id) =>
        inngest.createFunction(
          {
            id,
            concurrency: { limit: 1, scope: "env", key: "event.data.k" },
            triggers: [{ event: "o/shared" }],
          },
          async ({ step }) => {
            await step.run("work", async () => {
              most = Math.max(most, ++executing);
              await new Promise((resolve) => setTimeout(resolve, 20));
              executing--;
              done++;
            });
          },
        ),
      );
    const bench = await startBench({ databaseUrl: database.url, functions });
    await Promise.all([1, 2].map(() => bench.send("o/shared", { k: "same" })));
    await waitFor(() => done === 4);
    expect(most).toBe(1);
    await bench.close();
  });
});
