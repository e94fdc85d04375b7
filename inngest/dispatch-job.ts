import { markDispatched } from "@/lib/job/mark-dispatched";
import type { JobRun } from "@/lib/job/write-job";
import { log } from "@/lib/log";
import { inngest } from "./client";
import { deprovisionRequested, provisionRequested, workRequested } from "./events";

function eventOf(kind: string, run: JobRun) {
  const options = { id: `${run.jobId}-${run.epoch}` };
  if (kind === "provision") return provisionRequested.create(run, options);
  if (kind === "deprovision") return deprovisionRequested.create(run, options);
  return workRequested.create(run, options);
}

/**
 * Hands a queued job to Inngest. The order stands in the database already, so a failure here loses nothing: the
 * reconciler sends it again. The event's id makes a doubled send one run.
 */
export async function dispatchJob(kind: string, run: JobRun): Promise<void> {
  try {
    await inngest.send(eventOf(kind, run));
    await markDispatched(run);
  } catch (error) {
    log.warn({ ...run, err: error }, "the job was not handed over; the reconciler will");
  }
}
