import { z } from "zod";

const isoTime = z.iso.datetime({ offset: true });

export const drillScenarioSchema = z.enum(["full-restore", "database-corruption", "bad-deploy"]);
export type DrillScenario = z.infer<typeof drillScenarioSchema>;

/** The published table (seed: disaster recovery), in seconds; what a drill is compared with. */
export const promisedObjectives: Record<DrillScenario, { title: string; rtoSeconds: number; rpo: string }> = {
  "full-restore": { title: "Full server loss", rtoSeconds: 3600, rpo: "Last remote backup" },
  "database-corruption": { title: "Database corruption", rtoSeconds: 900, rpo: "Last backup" },
  "bad-deploy": { title: "Bad deploy", rtoSeconds: 180, rpo: "0" },
};

export const drillReportSchema = z
  .object({
    scenario: drillScenarioSchema,
    serverId: z.string(),
    serverName: z.string(),
    startedAt: isoTime,
    finishedAt: isoTime,
    passed: z.boolean(),
    rtoSeconds: z.number().describe("from the start to healthy, the throw-away server's creation included"),
    rpoSeconds: z
      .number()
      .nullable()
      .describe("how old the newest recovered transaction was when the drill began"),
    promised: z.object({ rtoSeconds: z.number(), rpo: z.string() }),
    backupName: z.string().nullable(),
    recoveredTo: isoTime.nullable(),
    rowCount: z.number().int().nullable(),
    phases: z.array(z.object({ key: z.string(), title: z.string(), seconds: z.number() })),
    checks: z.array(z.object({ name: z.string(), status: z.enum(["passed", "failed"]), detail: z.string() })),
    tornDown: z.boolean(),
  })
  .meta({ id: "DrillReport" });
export type DrillReport = z.infer<typeof drillReportSchema>;

export const createDrillSchema = z.object({ scenario: drillScenarioSchema }).meta({ id: "CreateDrill" });

export const drillViewSchema = z
  .object({
    id: z.string(),
    serverId: z.string(),
    jobId: z.string(),
    scenario: drillScenarioSchema,
    trigger: z.enum(["manual", "scheduled"]),
    status: z.enum(["running", "passed", "failed"]),
    startedAt: isoTime,
    finishedAt: isoTime.nullable(),
    report: drillReportSchema.nullable(),
  })
  .meta({ id: "Drill" });
export type DrillView = z.infer<typeof drillViewSchema>;
export const drillListSchema = z.object({
  items: z.array(drillViewSchema),
  nextCursor: z.string().nullable(),
});
