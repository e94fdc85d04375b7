import { preparedSchema } from "@/cli/contract/backup";
import { db } from "@/lib/db";
import { type DrillNotes, notesOf, scenarioOf } from "@/lib/drill/drill-plan";
import { noteDrill } from "@/lib/drill/note-drill";
import { toAppError } from "@/lib/errors";
import { probeHealth } from "@/lib/health/probe-health";
import type { StepContext, StepResult } from "@/lib/job/step";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { runNself } from "@/lib/machine/run-nself";
import type { Server } from "@/prisma/client/client";

/** Asks the throw-away server from outside, and what was restored on it. What does not hold is a failed check. */
export async function probingInstance({ job }: StepContext): Promise<StepResult> {
  const drill = await db().drill.findUniqueOrThrow({ where: { jobId: job.id } });
  const notes = notesOf(drill);
  const child = drill.drillServerId
    ? await db().server.findUnique({ where: { id: drill.drillServerId } })
    : null;
  if (scenarioOf(drill) !== "full-restore" || notes.problem || !child) return { kind: "done" };
  const { checks, rowCount } = await probe(child, notes);
  return { kind: "done", commit: (tx) => noteDrill(tx, drill.id, () => ({ checks, rowCount })) };
}

async function probe(
  child: Server,
  notes: DrillNotes,
): Promise<{ checks: DrillNotes["checks"]; rowCount: number | null }> {
  const health = await probeHealth({ domain: child.domain, port: child.httpsPort, serverId: child.id });
  const checks: DrillNotes["checks"] = [
    {
      name: "health",
      status: health.ok ? "passed" : "failed",
      detail: health.ok
        ? `https://${child.domain}/health names the new server and every required service`
        : health.reason,
    },
  ];
  const restore = await db().restore.findUnique({ where: { jobId: notes.childJobId ?? "" } });
  try {
    // Asked again, a prepared restore tells what it found.
    const request = JSON.stringify({
      restoreId: restore?.id ?? "",
      target: { backupId: notes.backupName ?? "", at: null, timeline: null },
    });
    const prepared = await runNself(machineOfServer(child), ["backup", "prepare"], preparedSchema, {
      stdin: request,
    });
    checks.push({
      name: "data",
      status: "passed",
      detail: `${prepared.rowCount.toLocaleString("en-US")} rows in ${prepared.databases} databases read, every index walked`,
    });
    return { checks, rowCount: prepared.rowCount };
  } catch (error) {
    checks.push({ name: "data", status: "failed", detail: toAppError(error).publicMessage });
    return { checks, rowCount: null };
  }
}
