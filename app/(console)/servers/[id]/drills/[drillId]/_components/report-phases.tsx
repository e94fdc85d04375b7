import type { DrillReport } from "@/lib/drill/drill-schemas";
import { formatDuration } from "@/lib/format";

/** How long each phase took, and its share of the whole. */
export function ReportPhases({ phases }: { phases: DrillReport["phases"] }) {
  const longest = Math.max(1, ...phases.map(({ seconds }) => seconds));
  return (
    <section>
      <h3 className="mb-3 font-semibold">Phases</h3>
      <ol className="space-y-2.5">
        {phases.map(({ key, title, seconds }) => (
          <li key={key} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 text-sm">
            <span>{title}</span>
            <span className="text-right tabular-nums text-ink-soft">
              {seconds < 1 ? "< 1 s" : formatDuration(seconds)}
            </span>
            <span
              aria-hidden
              className="col-span-2 h-1.5 rounded-full bg-raised print:border print:border-line"
            >
              <span
                className="block h-full min-w-1 rounded-full bg-accent"
                style={{ width: `${(seconds / longest) * 100}%` }}
              />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
