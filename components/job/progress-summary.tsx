import type { ReactNode } from "react";
import { formatDuration } from "@/lib/format";
import type { JobView } from "@/lib/job/job-schemas";

const titles: Record<string, string> = {
  provision: "Setting up your server",
  deprovision: "Deleting your server",
};

const ends: Partial<Record<JobView["status"], string>> = {
  queued: "Waiting to be picked up",
  cancelling: "Taking everything back",
  succeeded: "Done",
  failed: "Stopped",
  cancelled: "Cancelled; everything was taken back",
};

/** How far a job is, and how long it still takes. */
export function ProgressSummary({ job, action }: { job: JobView; action: ReactNode }) {
  const finished = job.steps.filter((step) => step.status === "succeeded" || step.status === "skipped");
  const total = job.steps.reduce((sum, step) => sum + step.expectedSeconds, 0);
  const share = finished.reduce((sum, step) => sum + step.expectedSeconds, 0) / Math.max(1, total);
  const percent = job.status === "succeeded" ? 100 : Math.round(share * 100);
  const left = job.etaSeconds === undefined ? null : `About ${formatDuration(job.etaSeconds)} left`;
  const took =
    job.status === "succeeded" && job.finishedAt
      ? `Took ${formatDuration((Date.parse(job.finishedAt) - Date.parse(job.createdAt)) / 1000)}`
      : null;
  return (
    <div className="border-b border-line p-5">
      <div className="flex items-start justify-between gap-3">
        <div>
          <h2 className="font-semibold">{titles[job.kind] ?? job.kind}</h2>
          <p className="text-sm text-ink-soft" aria-live="polite">
            {took ?? (job.status === "running" ? left : (ends[job.status] ?? ""))}
            {job.attempt > 1 ? ` · attempt ${job.attempt}` : ""}
          </p>
        </div>
        {action}
      </div>
      <div
        role="progressbar"
        aria-label="Progress"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="mt-4 h-1.5 overflow-hidden rounded-full bg-raised"
      >
        <div
          className={`h-full rounded-full transition-[width] duration-500 ${job.status === "failed" ? "bg-bad" : "bg-accent"}`}
          style={{ width: `${percent}%` }}
        />
      </div>
    </div>
  );
}
