import { keepBackups } from "@/lib/backup/keep-backups";
import { addToReceipt } from "@/lib/job/add-to-receipt";
import type { StepContext, StepResult } from "@/lib/job/step";

/** Before the machine goes, and its provider backups with it: what could be regretted is kept for a week. */
export async function keepingBackup({ server, job, log }: StepContext): Promise<StepResult> {
  const items = await keepBackups(server);
  await log(
    ...items.map((item) => `${item.kind.replace("_", " ")} ${item.name}: ${item.outcome.replace("_", " ")}`),
  );
  return { kind: "done", commit: (tx) => addToReceipt(tx, job.id, items) };
}
