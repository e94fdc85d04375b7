import { addToReceipt } from "@/lib/job/add-to-receipt";
import type { StepContext, StepResult } from "@/lib/job/step";
import { releaseMachine } from "@/lib/server/release-machine";

export async function deletingServer({ server, job, log }: StepContext): Promise<StepResult> {
  const items = await releaseMachine(server);
  await log(...items.map((item) => `${item.kind} ${item.name}: ${item.outcome.replace("_", " ")}`));
  return { kind: "done", commit: (tx) => addToReceipt(tx, job.id, items) };
}
