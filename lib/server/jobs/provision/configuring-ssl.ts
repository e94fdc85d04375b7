import { builtSchema, startedSchema } from "@/cli/contract/server";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";
import { obtainCertificate } from "@/lib/server/jobs/obtain-certificate";

/** `nself build`, start on a placeholder certificate, then swap in the real one. */
export async function configuringSsl(context: StepContext): Promise<StepResult> {
  const built = await runServerTask(context, { name: "build", args: ["build"], schema: builtSchema });
  if (!built) return { kind: "wait", seconds: 1 };
  const started = await runServerTask(context, { name: "start", args: ["start"], schema: startedSchema });
  if (!started) return { kind: "wait", seconds: 1, note: "The services are starting" };
  return await obtainCertificate(context);
}
