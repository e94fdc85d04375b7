import { type Actor, requirePermission } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import { loadJob } from "./get-job";
import { type JobKinds, kindOf } from "./job-kind";
import type { JobRun } from "./write-job";

/**
 * Marks a job as to be cancelled, where its kind can be. Asking twice is harmless. A run is returned when none is under way:
 * dispatch it; otherwise wake the one there is.
 */
export async function cancelJob(kinds: JobKinds, actor: Actor, jobId: string): Promise<JobRun | null> {
  const job = await loadJob(actor, jobId);
  const { cancel, permission } = kindOf(kinds, job.kind);
  requirePermission(actor, permission);
  if (job.status === "cancelling") return null;
  if (!cancel?.states.includes(job.status)) {
    throw new AppError("action_not_allowed", {
      public: "This job cannot be cancelled.",
      hint: `It is ${job.status}.`,
    });
  }
  return await cancel.request(actor, job);
}
