import { settledSchema } from "@/cli/contract/backup";
import { db } from "@/lib/db";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";

/** Services start on the restored data, which is brought up to their versions first. */
export async function migrating(context: StepContext): Promise<StepResult> {
  const restore = await db().restore.findUniqueOrThrow({ where: { jobId: context.job.id } });
  const args = ["backup", "settle", restore.id];
  const settled = await runServerTask(context, { name: "settle", args, schema: settledSchema });
  if (!settled) return { kind: "wait", seconds: 1 };
  if (settled.extensions.length > 0) await context.log(`Updated ${settled.extensions.join(", ")}`);
  return { kind: "done" };
}
