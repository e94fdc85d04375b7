import type { StepContext, StepResult } from "@/lib/job/step";
import { prepare } from "@/lib/restore/jobs/prepare";
import { requestOf, restoreOfJob } from "@/lib/restore/jobs/restore-of-job";

/** The data is restored, replayed and examined in a folder of its own; the server goes on with the data it has. */
export async function restoringBeside(context: StepContext): Promise<StepResult> {
  const { job, log } = context;
  const found = await restoreOfJob(job.id);
  const prepared = await prepare(context, requestOf(found));
  if (!prepared) return { kind: "wait", seconds: 1 };
  await log(
    `${prepared.rowCount.toLocaleString("en-US")} rows in ${prepared.databases} databases were read without an error`,
  );
  return {
    kind: "done",
    commit: async (tx) => {
      await tx.restore.update({
        where: { id: found.restore.id },
        data: { recoveredTo: prepared.recoveredTo ? new Date(prepared.recoveredTo) : found.restore.targetAt },
      });
    },
  };
}
