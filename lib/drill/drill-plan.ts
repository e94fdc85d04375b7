import { z } from "zod";
import type { Drill } from "@/prisma/client/client";
import { type DrillScenario, drillScenarioSchema } from "./drill-schemas";

/** What the steps of a drill hand to each other; the report is written from it at the end. */
const notesSchema = z.object({
  childJobId: z.string().optional(),
  childName: z.string().optional(),
  target: z.string().optional(),
  backupName: z.string().optional(),
  problem: z.string().optional(),
  phases: z.array(z.object({ key: z.string(), title: z.string(), seconds: z.number() })).default([]),
  checks: z
    .array(z.object({ name: z.string(), status: z.enum(["passed", "failed"]), detail: z.string() }))
    .default([]),
  healthyAt: z.string().optional(),
  recoveredTo: z.string().nullable().optional(),
  rowCount: z.number().nullable().optional(),
  tornDown: z.boolean().default(false),
});
export type DrillNotes = z.infer<typeof notesSchema>;

export function notesOf(drill: Drill): DrillNotes {
  return notesSchema.parse(drill.notes);
}

export function scenarioOf(drill: Drill): DrillScenario {
  return drillScenarioSchema.parse(drill.scenario);
}
