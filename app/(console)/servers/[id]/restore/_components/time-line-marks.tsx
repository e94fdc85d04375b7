"use client";

import { Archive, type LucideIcon, RotateCcw, Undo2, Wrench } from "lucide-react";
import { formatTime } from "@/lib/format";
import type { RestorePoints } from "@/lib/restore/restore-schemas";
import { rowsOfMarks, type Span } from "@/lib/restore/time-line-rules";

type Mark = RestorePoints["events"][number];

const icons: Record<string, LucideIcon> = { backup: Archive, restore: RotateCcw, undo_restore: Undo2 };
const iconOf = (kind: string) => icons[kind] ?? Wrench;
/** A backup's mark has the backup's own name. */
const legendOf = ({ kind, title }: Mark) => (kind === "backup" ? "Backup" : title);

interface Props {
  window: Span;
  events: RestorePoints["events"];
  onChange(at: number): void;
}

/** What happened, below the line. Pressing a change chooses the second before it; the list beside offers the same by key. */
export function TimeLineMarks({ window, events, onChange }: Props) {
  const marks = rowsOfMarks(window, events, 3, 0.055);
  if (marks.length === 0) return null;
  const rows = Math.max(...marks.map(({ row }) => row)) + 1;
  const legend = new Map(marks.map(({ event }) => [event.kind, legendOf(event)]));
  return (
    <>
      <div className="relative mt-1" style={{ height: `${rows * 1.5}rem` }}>
        {marks.map(({ event, row, share }) => {
          const Icon = iconOf(event.kind);
          const legend = legendOf(event);
          const name = event.title === legend ? legend : `${legend}: ${event.title}`;
          const words = `${name}, ${formatTime(event.at)}`;
          return (
            <button
              key={`${event.at} ${event.title}`}
              type="button"
              tabIndex={-1}
              title={words}
              aria-label={event.change ? `The second before ${words}` : words}
              onClick={() => onChange(Date.parse(event.at) - (event.change ? 1000 : 0))}
              className="absolute -translate-x-1/2 rounded p-1 text-ink-soft hover:bg-raised hover:text-ink"
              style={{ left: `${share * 100}%`, top: `${row * 1.5}rem` }}
            >
              <Icon className="size-4" aria-hidden />
            </button>
          );
        })}
      </div>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-faint">
        {[...legend].map(([kind, title]) => {
          const Icon = iconOf(kind);
          return (
            <li key={kind} className="flex items-center gap-1">
              <Icon className="size-3.5" aria-hidden /> {title}
            </li>
          );
        })}
      </ul>
    </>
  );
}
