import type { Tx } from "@/lib/db";
import type { ReceiptItem } from "./job-schemas";

/** Appends to the job's receipt; a repeated step replaces what it said before. */
export async function addToReceipt(tx: Tx, jobId: string, items: ReceiptItem[]): Promise<void> {
  const job = await tx.job.findUniqueOrThrow({ where: { id: jobId }, select: { receipt: true } });
  const same = (item: ReceiptItem) => items.some((one) => one.kind === item.kind && one.name === item.name);
  const earlier = ((job.receipt ?? []) as ReceiptItem[]).filter((item) => !same(item));
  await tx.job.update({ where: { id: jobId }, data: { receipt: [...earlier, ...items] } });
}
