import { markDispatched } from "@/lib/job/mark-dispatched";
import type { JobRun } from "@/lib/job/write-job";
import { log } from "@/lib/log";
import { inngest } from "./client";
import { deprovisionRequested, provisionRequested } from "./events";

const requested = { provision: provisionRequested, deprovision: deprovisionRequested };

/**
 * Hands a queued job to Inngest. The order stands in the database already, so a failure here loses nothing: the
 * reconciler sends it again. The event's id makes a doubled send one run.
 */
export async function dispatchJob(kind: keyof typeof requested, run: JobRun): Promise<void> {
  try {
    await inngest.send(requested[kind].create(run, { id: `${run.jobId}-${run.epoch}` }));
    await markDispatched(run);
  } catch (error) {
    log.warn({ ...run, err: error }, "the job was not handed over; the reconciler will");
  }
}
