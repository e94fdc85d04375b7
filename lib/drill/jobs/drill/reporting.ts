import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { notesOf, scenarioOf } from "@/lib/drill/drill-plan";
import { type DrillReport, promisedObjectives } from "@/lib/drill/drill-schemas";
import type { StepContext, StepResult } from "@/lib/job/step";
import type { Drill } from "@/prisma/client/client";

/** Writes what was measured beside what is promised. Late is failed, and so is more lost than promised. */
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
  checks.push(await lossCheck(drill, rpoSeconds));
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

/** Clocks and roundings differ by this much. */
const slackSeconds = 1;

/** Nothing at all, or nothing older than the last good backup: whichever the published table promises. */
async function lossCheck(drill: Drill, rpoSeconds: number | null): Promise<DrillReport["checks"][number]> {
  const name = "loss";
  if (rpoSeconds === null) return { name, status: "failed", detail: "It was not restored that far" };
  const { rpo } = promisedObjectives[scenarioOf(drill)];
  const last = await db().backup.findFirst({
    where: {
      serverId: drill.serverId,
      kind: "application",
      status: "good",
      // Good by then: one that was still being read back could not be asked for.
      finishedAt: { lte: drill.startedAt },
    },
    orderBy: { consistentAt: "desc" },
    select: { consistentAt: true },
  });
  const sinceLast = last?.consistentAt ? (drill.startedAt.getTime() - last.consistentAt.getTime()) / 1000 : 0;
  const allowed = (rpo === "0" ? 0 : sinceLast) + slackSeconds;
  const lost = rpoSeconds < slackSeconds ? "Nothing" : `The last ${Math.round(rpoSeconds)} s`;
  const promised =
    rpo === "0" ? "that nothing is" : `at most what came after the last backup, ${Math.round(sinceLast)} s`;
  return {
    name,
    status: rpoSeconds <= allowed ? "passed" : "failed",
    detail: `${lost} would have been lost; promised is ${promised}`,
  };
}
