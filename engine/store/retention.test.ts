import pg from "pg";
import { expect, it } from "vitest";
import { type startApp, startBench } from "@/engine/tests/engine-harness";
import { createTestDatabase } from "@/tests/harness/postgres";
import { deleteOld } from "./retention";

it("deletes what ended long ago, and nothing that an active run needs", async () => {
  const database = await createTestDatabase({ empty: true });
  const functions: Parameters<typeof startApp>[1]["functions"] = (inngest) => [
    inngest.createFunction({ id: "quick", triggers: [{ event: "q" }] }, ({ step }) => step.run("a", () => 1)),
    inngest.createFunction({ id: "slow", triggers: [{ event: "s" }] }, ({ step }) =>
      step.sleep("long", "1h"),
    ),
  ];
  const bench = await startBench({ databaseUrl: database.url, functions });
  await bench.runOf("q");
  const active = await bench.send("s");
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  const count = async (table: string) =>
    (await pool.query<{ count: number }>(`select count(*)::int as count from engine.${table}`)).rows[0]
      ?.count;

  await deleteOld(pool, Date.now(), 1);
  expect([await count("runs"), await count("steps")]).toEqual([2, 1]);

  await deleteOld(pool, Date.now() + 3 * 86_400_000, 1);
  expect([
    await count("runs"),
    await count("run_states"),
    await count("steps"),
    await count("events"),
  ]).toEqual([1, 1, 0, 1]);
  expect((await bench.runsOf(active))[0]?.status).toBe("Running");
  await pool.end();
  await bench.close();
  await database.drop();
});
