import { startedSchema } from "@/cli/contract/server";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";

/** Services start on the restored data and bring it up to their own versions. */
export async function migrating(context: StepContext): Promise<StepResult> {
  const started = await runServerTask(context, { name: "settle", args: ["start"], schema: startedSchema });
  return started ? { kind: "done" } : { kind: "wait", seconds: 1 };
}
