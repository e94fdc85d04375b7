import { cn } from "@/lib/class-names";
import { type Span, shareOf, ticksIn } from "@/lib/restore/time-line-rules";

const hourFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayFormat = new Intl.DateTimeFormat("en", { month: "short", day: "numeric" });

/** Days below the line, in the viewer's zone. */
export function TimeLineScale({ window }: { window: Span }) {
  return (
    <div aria-hidden className="relative h-6 overflow-hidden text-xs text-ink-faint tabular-nums">
      {ticksIn(window).map(({ at, midnight }) => {
        const share = shareOf(window, at);
        if (share > 0.96) return null;
        return (
          <span
            key={at}
            className={cn(
              "absolute top-0 border-l border-line-strong pt-1.5 pl-1 leading-none whitespace-nowrap",
              midnight ? "h-6" : "hidden h-3 sm:block",
            )}
            style={{ left: `${share * 100}%` }}
          >
            {midnight ? dayFormat.format(at) : hourFormat.format(at)}
          </span>
        );
      })}
    </div>
  );
}
