import { addToReceipt } from "@/lib/job/add-to-receipt";
import type { StepContext, StepResult } from "@/lib/job/step";
import { releaseDns } from "@/lib/server/release-dns";

export async function removingDns({ server, job, log }: StepContext): Promise<StepResult> {
  const items = await releaseDns(server);
  await log(...items.map((item) => `${item.kind} ${item.name}: ${item.outcome.replace("_", " ")}`));
  return { kind: "done", commit: (tx) => addToReceipt(tx, job.id, items) };
}
