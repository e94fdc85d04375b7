import { done, type StepContext, type StepResult } from "@/lib/job/step";
import { obtainCertificate } from "@/lib/server/jobs/obtain-certificate";

/** A server that is being deleted meanwhile needs none, and its deletion waits for this to end. */
export async function renewingCertificate(context: StepContext): Promise<StepResult> {
  if (context.server.status !== "running") return done;
  return await obtainCertificate(context);
}
