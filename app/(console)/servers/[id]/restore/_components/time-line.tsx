"use client";

import { useEffect, useState } from "react";
import { cn } from "@/lib/class-names";
import type { RestorePoints } from "@/lib/restore/restore-schemas";
import type { Span } from "@/lib/restore/time-line-rules";
import { TimeLineMarks } from "./time-line-marks";
import { TimeLineScale } from "./time-line-scale";
import { TimeLineTrack } from "./time-line-track";

interface Props {
  now: number;
  covered: Span[];
  events: RestorePoints["events"];
  at: number;
  onChange(at: number): void;
}

const hour = 3_600_000;
const views = [
  { hours: 3, title: "3 hours" },
  { hours: 72, title: "72 hours" },
  { hours: 720, title: "30 days" },
];

/** The time that can be restored as a band, with what happened in it; one time is chosen on it. */
export function TimeLine({ now, covered, events, at, onChange }: Props) {
  // The first hours of a server would be a hair on the long line.
  const young = (covered[0]?.from ?? 0) > now - 3 * hour;
  const [hours, setHours] = useState(young ? 3 : 72);
  // A time chosen elsewhere that is off this line is shown on a longer one.
  useEffect(() => {
    if (at < now - hours * hour) setHours(at < now - 72 * hour ? 720 : 72);
  }, [at, now, hours]);
  const window: Span = { from: now - hours * hour, until: now };
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <p id="time-line-keys" className="text-xs text-ink-faint">
          Click, or with the keyboard: ← → a minute, ↑ ↓ an hour, Page keys a day.
        </p>
        <fieldset className="flex rounded-lg border border-line p-0.5">
          <legend className="sr-only">Length of the line</legend>
          {views.map((view) => (
            <button
              key={view.hours}
              type="button"
              aria-pressed={hours === view.hours}
              onClick={() => setHours(view.hours)}
              className={cn(
                "rounded-md px-2.5 py-1 text-xs font-medium",
                hours === view.hours ? "bg-accent-soft text-accent-strong" : "text-ink-soft hover:text-ink",
              )}
            >
              {view.title}
            </button>
          ))}
        </fieldset>
      </div>
      <TimeLineTrack window={window} covered={covered} at={at} onChange={onChange} />
      <TimeLineScale window={window} />
      <TimeLineMarks window={window} events={events} onChange={onChange} />
    </div>
  );
}
