import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import type { JobRun } from "./write-job";

export async function markDispatched({ jobId, epoch }: JobRun): Promise<void> {
  await db().job.updateMany({ where: { id: jobId, epoch }, data: { dispatchedAt: now() } });
}
