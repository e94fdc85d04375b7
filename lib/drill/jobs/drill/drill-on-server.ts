import { type ServerDrill, serverDrillSchema } from "@/cli/contract/backup";
import { scenarioOf } from "@/lib/drill/drill-plan";
import { noteDrill } from "@/lib/drill/note-drill";
import { toAppError } from "@/lib/errors";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";
import type { Drill } from "@/prisma/client/client";

/** Rehearsed on the server itself, beside what serves. That it fails is a result. */
export async function drillOnServer(context: StepContext, drill: Drill): Promise<StepResult> {
  let measured: ServerDrill | null = null;
  let problem: string | null = null;
  try {
    const args = ["dr", "drill", "--scenario", scenarioOf(drill)];
    measured = await runServerTask(context, { name: "drill", args, schema: serverDrillSchema });
    if (!measured) return { kind: "wait", seconds: 2 };
  } catch (error) {
    const known = toAppError(error);
    if (known.class === "transient" || known.code === "internal") throw error;
    problem = known.publicMessage;
  }
  return {
    kind: "done",
    commit: (tx) =>
      noteDrill(tx, drill.id, () => ({
        ...(problem ? { problem } : {}),
        ...(measured ? notesFrom(measured, drill) : {}),
      })),
  };
}

function notesFrom(measured: ServerDrill, drill: Drill) {
  const startedMs = drill.startedAt.getTime();
  return {
    phases: measured.phases,
    checks: measured.checks,
    healthyAt: new Date(startedMs + measured.rtoSeconds * 1000).toISOString(),
    // By the server's own clock, with which the write-ahead log is told, too.
    ...(measured.rpoSeconds === null
      ? {}
      : { target: new Date(Date.parse(measured.startedAt) - measured.rpoSeconds * 1000).toISOString() }),
    recoveredTo: measured.recoveredTo,
    rowCount: measured.rowCount,
    ...(measured.backupId ? { backupName: measured.backupId } : {}),
    tornDown: true,
  };
}
