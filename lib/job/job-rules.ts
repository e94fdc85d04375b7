import type { JobView } from "./job-schemas";

/** The kinds of jobs that these screens follow. */
export const recoveryJobKinds = ["backup", "restore", "undo_restore", "verify", "drill"] as const;

/** How much of a job is behind it, by the expected durations of its steps. */
export function jobShare(job: Pick<JobView, "status" | "steps">): number {
  if (job.status === "succeeded") return 1;
  const sum = (steps: JobView["steps"]) => steps.reduce((total, step) => total + step.expectedSeconds, 0);
  const behind = job.steps.filter(({ status }) => status === "succeeded" || status === "skipped");
  return sum(behind) / Math.max(1, sum(job.steps));
}

/** Where a job is, in a few words. */
export function jobWords(job: JobView, inWords: (seconds: number) => string): string {
  if (job.status === "queued") return "Waiting to be picked up";
  if (job.status === "cancelling") return "Stopping";
  if (job.status === "failed") return "Stopped";
  if (job.status === "cancelled") return "Cancelled";
  if (job.status === "succeeded") {
    const took = job.finishedAt ? (Date.parse(job.finishedAt) - Date.parse(job.createdAt)) / 1000 : null;
    return took === null ? "Done" : `Done in ${inWords(took)}`;
  }
  return job.etaSeconds === undefined ? "Under way" : `About ${inWords(job.etaSeconds)} left`;
}
