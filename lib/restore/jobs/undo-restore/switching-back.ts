import { switchedSchema } from "@/cli/contract/backup";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";

/** The data from before the restore serves again; what was restored is kept aside. */
export async function switchingBack(context: StepContext): Promise<StepResult> {
  const restore = await db().restore.findUniqueOrThrow({ where: { undoJobId: context.job.id } });
  const args = ["backup", "undo", restore.id];
  if (!(await runServerTask(context, { name: "undo", args, schema: switchedSchema })))
    return { kind: "wait", seconds: 1 };
  return {
    kind: "done",
    commit: async (tx) => {
      await tx.restore.update({ where: { id: restore.id }, data: { undoneAt: now() } });
    },
  };
}
