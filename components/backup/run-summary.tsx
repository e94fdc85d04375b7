import type { ReactNode } from "react";
import { formatDuration } from "@/lib/format";
import { jobShare, jobWords } from "@/lib/job/job-rules";
import type { JobView } from "@/lib/job/job-schemas";
import { ProgressBar } from "./progress-bar";

/** How far a backup, restore, verification or drill is, and how long it still takes. */
export function RunSummary({
  job,
  title,
  action,
  children,
}: {
  job: JobView;
  title?: string;
  action?: ReactNode;
  /** What is known besides of the step under way. */
  children?: ReactNode;
}) {
  const percent = Math.round(jobShare(job) * 100);
  return (
    <div className="border-b border-line p-5">
      <div className="flex items-start justify-between gap-3">
        <div>
          <h2 className="font-semibold">{title ?? job.title}</h2>
          <p className="text-sm text-ink-soft" aria-live="polite">
            {jobWords(job, formatDuration)}
            {job.attempt > 1 ? ` · attempt ${job.attempt}` : ""}
          </p>
        </div>
        {action}
      </div>
      <ProgressBar percent={percent} failed={job.status === "failed"} label="Progress" />
      {children}
    </div>
  );
}
