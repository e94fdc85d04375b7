import { CircleCheck, CircleX } from "lucide-react";
import type { DrillReport } from "@/lib/drill/drill-schemas";

export function ReportChecks({ checks }: { checks: DrillReport["checks"] }) {
  return (
    <section>
      <h3 className="mb-3 font-semibold">Checks</h3>
      <ul className="space-y-2 text-sm">
        {checks.map(({ name, status, detail }) => (
          <li key={name} className="flex items-start gap-2">
            {status === "passed" ? (
              <CircleCheck className="mt-0.5 size-4 shrink-0 text-good" aria-label="Passed" />
            ) : (
              <CircleX className="mt-0.5 size-4 shrink-0 text-bad" aria-label="Failed" />
            )}
            <span className="min-w-0">
              <span className="inline-block font-medium first-letter:uppercase">{name}</span>{" "}
              <span className="text-ink-soft">{detail}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
