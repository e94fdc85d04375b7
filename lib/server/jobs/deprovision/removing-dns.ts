import { db } from "@/lib/db";
import { addToReceipt } from "@/lib/job/add-to-receipt";
import { liveJobStatuses } from "@/lib/job/job-states";
import type { StepContext, StepResult } from "@/lib/job/step";
import { releaseDns } from "@/lib/server/release-dns";

export async function removingDns({ server, job, log }: StepContext): Promise<StepResult> {
  const renewal = await db().job.findFirst({
    where: { serverId: server.id, kind: "renew_certificate", status: { in: [...liveJobStatuses] } },
  });
  // It may be about to put up a challenge, which nobody would take down.
  if (renewal)
    return { kind: "wait", seconds: 2, note: "The renewal of the certificate is coming to its end" };
  const items = await releaseDns(server);
  await log(...items.map((item) => `${item.kind} ${item.name}: ${item.outcome.replace("_", " ")}`));
  return { kind: "done", commit: (tx) => addToReceipt(tx, job.id, items) };
}
