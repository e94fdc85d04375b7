import { addToReceipt } from "@/lib/job/add-to-receipt";
import type { StepContext, StepResult } from "@/lib/job/step";
import { releaseAccess } from "@/lib/server/release-access";

export async function releasingAccess({ server, job, log }: StepContext): Promise<StepResult> {
  const items = await releaseAccess(server);
  await log(...items.map((item) => `${item.kind} ${item.name}: ${item.outcome.replace("_", " ")}`));
  return { kind: "done", commit: (tx) => addToReceipt(tx, job.id, items) };
}
