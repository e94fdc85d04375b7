import { db } from "@/lib/db";
import type { JobKind } from "@/prisma/client/enums";
import { stepDefinition } from "./job-plans";

const leastRuns = 5;
const keptMs = 60_000;
let kept: { until: number; medians: Promise<Map<string, number>> } | undefined;

/** How long a step is expected to take: the fleet's median of the last 200 runs once there are five, else the seed's figure. */
export async function expectedSeconds(kind: JobKind, key: string, plugins: number): Promise<number> {
  if (!kept || kept.until < Date.now()) {
    const medians = readMedians();
    kept = { until: Date.now() + keptMs, medians };
    // A failure is told to who asked, and not kept: the next one asks again.
    medians.catch(() => {
      kept = undefined;
    });
  }
  // Plugin installation grows with their number, so a median over all servers would mislead.
  const learnt = key === "installing_plugins" ? undefined : (await kept.medians).get(key);
  return learnt ?? stepDefinition(kind, key).expectedSeconds(plugins);
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
