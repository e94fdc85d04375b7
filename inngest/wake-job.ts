import { log } from "@/lib/log";
import { inngest } from "./client";
import { jobWoken } from "./events";

/** Wakes a run that waits. When that fails the run looks by itself a little later. */
export async function wakeJob(jobId: string): Promise<void> {
  await inngest.send(jobWoken.create({ jobId })).catch((error: unknown) => {
    log.warn({ jobId, err: error }, "the job was not woken; it looks by itself soon");
  });
}
