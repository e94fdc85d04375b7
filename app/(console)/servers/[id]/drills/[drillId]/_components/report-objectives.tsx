import { CircleCheck, CircleX } from "lucide-react";
import { measuredRpo, promisedRpo } from "@/lib/drill/drill-rules";
import type { DrillReport } from "@/lib/drill/drill-schemas";
import { formatDuration } from "@/lib/format";

/** Measured against promised, largest on the page. */
export function ReportObjectives({ report }: { report: DrillReport }) {
  const inTime = report.rtoSeconds <= report.promised.rtoSeconds;
  const loss = report.checks.find(({ name }) => name === "loss");
  return (
    <section>
      <h3 className="mb-3 font-semibold">Measured and promised</h3>
      <dl className="grid gap-4 sm:grid-cols-2">
        <Objective
          title="Time until it was back (RTO)"
          measured={formatDuration(report.rtoSeconds)}
          promised={`at most ${formatDuration(report.promised.rtoSeconds)}`}
          kept={inTime}
        />
        <Objective
          title="Newest data lost (RPO)"
          measured={measuredRpo(report)}
          promised={promisedRpo(report.promised.rpo)}
          kept={loss ? loss.status === "passed" : null}
        />
      </dl>
    </section>
  );
}

interface Props {
  title: string;
  measured: string;
  promised: string;
  /** Null in older reports, which did not say. */
  kept: boolean | null;
}

function Objective({ title, measured, promised, kept }: Props) {
  return (
    <div className="rounded-xl border border-line p-4">
      <dt className="text-sm text-ink-soft">{title}</dt>
      <dd className="mt-1 text-2xl font-semibold tabular-nums">{measured}</dd>
      <dd className="mt-1 flex items-center gap-1.5 text-sm text-ink-soft">
        {kept === null ? null : kept ? (
          <CircleCheck className="size-4 text-good" aria-label="Kept" />
        ) : (
          <CircleX className="size-4 text-bad" aria-label="Not kept" />
        )}
        Promised: {promised}
      </dd>
    </div>
  );
}
