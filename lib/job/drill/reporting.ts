import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { notesOf, scenarioOf } from "@/lib/drill/drill-plan";
import { type DrillReport, promisedObjectives } from "@/lib/drill/drill-schemas";
import type { StepContext, StepResult } from "@/lib/job/step";

/** Writes what was measured beside what is promised. Late is failed, too. */
export async function reporting({ server, job }: StepContext): Promise<StepResult> {
  const drill = await db().drill.findUniqueOrThrow({ where: { jobId: job.id } });
  const notes = notesOf(drill);
  const scenario = scenarioOf(drill);
  const promised = promisedObjectives[scenario];
  const startedMs = drill.startedAt.getTime();
  const rtoSeconds = notes.healthyAt ? (Date.parse(notes.healthyAt) - startedMs) / 1000 : null;
  const rpoSeconds = notes.target ? Math.max(0, (startedMs - Date.parse(notes.target)) / 1000) : null;
  const checks = [...notes.checks];
  if (notes.problem) checks.push({ name: "restore", status: "failed", detail: notes.problem });
  checks.push({
    name: "time",
    status: rtoSeconds !== null && rtoSeconds <= promised.rtoSeconds ? "passed" : "failed",
    detail:
      rtoSeconds === null
        ? "It never became healthy"
        : `Healthy after ${Math.round(rtoSeconds)} s; promised are ${promised.rtoSeconds} s`,
  });
  const passed = checks.every(({ status }) => status === "passed");
  const finishedAt = now();
  const report: DrillReport = {
    scenario,
    serverId: server.id,
    serverName: server.name,
    startedAt: drill.startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    passed,
    rtoSeconds: rtoSeconds ?? (finishedAt.getTime() - startedMs) / 1000,
    rpoSeconds,
    promised: { rtoSeconds: promised.rtoSeconds, rpo: promised.rpo },
    backupName: notes.backupName ?? null,
    recoveredTo: notes.recoveredTo ?? null,
    rowCount: notes.rowCount ?? null,
    phases: notes.phases,
    checks,
    tornDown: notes.tornDown,
  };
  return {
    kind: "done",
    commit: async (tx) => {
      await tx.drill.update({
        where: { id: drill.id },
        data: { status: passed ? "passed" : "failed", finishedAt, report },
      });
    },
  };
}
