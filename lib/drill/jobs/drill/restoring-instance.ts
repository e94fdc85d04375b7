import { db } from "@/lib/db";
import { notesOf, scenarioOf } from "@/lib/drill/drill-plan";
import { noteDrill } from "@/lib/drill/note-drill";
import { jobIsLive } from "@/lib/job/job-states";
import type { StepContext, StepResult } from "@/lib/job/step";
import { type ProvisionStepKey, provisionPlan } from "@/lib/server/jobs/provision-plan";
import { drillOnServer } from "./drill-on-server";

/** Waits until the throw-away server is ready with its data. That it fails is a result; it is torn down all the same. */
export async function restoringInstance(context: StepContext): Promise<StepResult> {
  const { job } = context;
  const drill = await db().drill.findUniqueOrThrow({ where: { jobId: job.id } });
  if (scenarioOf(drill) !== "full-restore") return await drillOnServer(context, drill);
  const child = await db().job.findUniqueOrThrow({
    where: { id: notesOf(drill).childJobId ?? "" },
    include: { steps: { orderBy: { position: "asc" } }, server: true },
  });
  if (jobIsLive(child.status)) {
    const title = child.currentStep ? titleOf(child.currentStep) : "Waiting to be picked up";
    return { kind: "wait", seconds: 3, note: `${child.server.subdomain}: ${title}` };
  }
  const restore = await db().restore.findUniqueOrThrow({ where: { jobId: child.id } });
  const phases = child.steps.flatMap(({ key, startedAt, finishedAt }) =>
    startedAt && finishedAt
      ? [
          {
            key,
            title: titleOf(key),
            seconds: Math.round((finishedAt.getTime() - startedAt.getTime()) / 100) / 10,
          },
        ]
      : [],
  );
  return {
    kind: "done",
    commit: (tx) =>
      noteDrill(tx, drill.id, () => ({
        phases,
        recoveredTo: restore.recoveredTo?.toISOString() ?? null,
        ...(child.server.readyAt ? { healthyAt: child.server.readyAt.toISOString() } : {}),
        ...(child.status === "succeeded"
          ? {}
          : { problem: child.errorMessage ?? `The job ${child.status}.` }),
      })),
  };
}

const titleOf = (key: string) => provisionPlan.steps[key as ProvisionStepKey].title;
