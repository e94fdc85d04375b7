import { obtainCertificate } from "@/lib/job/obtain-certificate";
import { done, type StepContext, type StepResult } from "@/lib/job/step";

/** A server that is being deleted meanwhile needs none, and its deletion waits for this to end. */
export async function renewingCertificate(context: StepContext): Promise<StepResult> {
  if (context.server.status !== "running") return done;
  return await obtainCertificate(context);
}
