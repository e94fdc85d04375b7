import { formatTime } from "@/lib/format";
import { gapsIn, type Span, shareOf, within } from "@/lib/restore/time-line-rules";

const labelled = 0.14;
const hatched = "repeating-linear-gradient(135deg, var(--raised) 0 6px, transparent 6px 12px)";

/** Filled where every second can be restored, hatched where nothing is kept. */
export function TimeLineBand({ window, covered }: { window: Span; covered: Span[] }) {
  const place = ({ from, until }: Span) => ({
    left: `${shareOf(window, from) * 100}%`,
    width: `${((until - from) / (window.until - window.from)) * 100}%`,
  });
  const first = covered[0]?.from ?? window.until;
  const last = covered.at(-1)?.until ?? window.from;
  return (
    <span
      aria-hidden
      className="absolute inset-0 overflow-hidden rounded-lg border border-line-strong bg-surface"
    >
      {gapsIn(window, covered).map((gap) => {
        const words = gap.until <= first ? "Nothing kept" : gap.from >= last ? "Not off-site yet" : "Gap";
        const wide = (gap.until - gap.from) / (window.until - window.from) > labelled;
        return (
          <span
            key={gap.from}
            title={`${words}: ${formatTime(new Date(gap.from))} to ${formatTime(new Date(gap.until))}`}
            className="absolute inset-y-0 flex items-center justify-center overflow-hidden"
            style={{ ...place(gap), backgroundImage: hatched }}
          >
            {wide ? (
              <span className="rounded bg-surface px-1.5 py-0.5 text-xs text-ink-soft">{words}</span>
            ) : null}
          </span>
        );
      })}
      {within(window, covered).map((span) => (
        <span key={span.from} className="absolute inset-y-0 bg-accent" style={place(span)} />
      ))}
    </span>
  );
}
