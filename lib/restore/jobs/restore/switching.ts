import { switchedSchema } from "@/cli/contract/backup";
import { now } from "@/lib/clock";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";
import { restoreOfJob } from "@/lib/restore/jobs/restore-of-job";

const undoMs = 24 * 3_600_000;

/** The restored data takes the place of the former as whole folders; the former is fenced for a day. */
export async function switching(context: StepContext): Promise<StepResult> {
  const { restore } = await restoreOfJob(context.job.id);
  const args = ["backup", "switch", restore.id];
  if (!(await runServerTask(context, { name: "switch", args, schema: switchedSchema }))) {
    return { kind: "wait", seconds: 1 };
  }
  return {
    kind: "done",
    commit: async (tx) => {
      const switchedAt = now();
      const undoUntil = new Date(switchedAt.getTime() + undoMs);
      await tx.restore.update({ where: { id: restore.id }, data: { switchedAt, undoUntil } });
    },
  };
}
