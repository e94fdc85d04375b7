import { db } from "@/lib/db";
import type { StepPlan } from "./job-kind";

const leastRuns = 5;
const keptMs = 60_000;
let kept: { until: number; medians: Promise<Map<string, number>> } | undefined;

/** How long a step is expected to take: the fleet's median of the last 200 runs once there are five, else the seed's figure. */
export async function expectedSeconds(key: string, step: StepPlan, plugins: number): Promise<number> {
  if (!kept || kept.until < Date.now()) {
    const medians = readMedians();
    kept = { until: Date.now() + keptMs, medians };
    // A failure is told to who asked, and not kept: the next one asks again.
    medians.catch(() => {
      kept = undefined;
    });
  }
  // What grows with the number of plugins would be misled by a median over all servers.
  const learnt = step.perPluginSeconds ? undefined : (await kept.medians).get(key);
  return learnt ?? step.expectedSeconds + plugins * (step.perPluginSeconds ?? 0);
}

async function readMedians(): Promise<Map<string, number>> {
  const rows = await db().$queryRaw<{ key: string; median: number }[]>`
    SELECT "key", percentile_cont(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM "finishedAt" - "startedAt"))::float8 AS "median"
    FROM (
      SELECT "key", "startedAt", "finishedAt", row_number() OVER (PARTITION BY "key" ORDER BY "finishedAt" DESC) AS "nth"
      FROM "JobStep" WHERE "status" = 'succeeded' AND "attempt" = 1
    ) AS recent
    WHERE "nth" <= 200 GROUP BY "key" HAVING count(*) >= ${leastRuns}`;
  return new Map(rows.map((row) => [row.key, row.median]));
}
