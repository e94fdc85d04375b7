import { cn } from "@/lib/class-names";
import type { JobView } from "@/lib/job/job-schemas";
import { StepDuration } from "./step-duration";
import { StepIcon } from "./step-icon";

/** A job's steps in their order; choosing one narrows the log to it. */
export function JobSteps({
  job,
  chosen,
  onChoose,
}: {
  job: JobView;
  chosen: string | null;
  onChoose(key: string | null): void;
}) {
  return (
    <ol className="p-2">
      {job.steps.map((step) => (
        <li key={step.key}>
          <button
            type="button"
            aria-pressed={chosen === step.key}
            onClick={() => onChoose(chosen === step.key ? null : step.key)}
            className={cn(
              "flex w-full items-start gap-3 rounded-lg px-3 py-2.5 text-left",
              chosen === step.key ? "bg-accent-soft" : "hover:bg-raised",
            )}
          >
            <StepIcon status={step.status} />
            <span className="min-w-0 flex-1">
              <span className={cn("block text-sm font-medium", step.status === "pending" && "text-ink-soft")}>
                {step.title}
              </span>
              <span className="block font-mono text-xs text-ink-faint">{step.key}</span>
              {step.error ? <span className="mt-1 block text-sm text-bad">{step.error.message}</span> : null}
            </span>
            <span className="text-right text-xs text-ink-faint tabular-nums">
              <StepDuration step={step} />
              {step.attempt > 1 ? <span className="block">attempt {step.attempt}</span> : null}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
