"use client";

import { Archive, Blocks, Database, type LucideIcon, Rocket, RotateCcw } from "lucide-react";
import { formatTime } from "@/lib/format";
import type { RestorePoints } from "@/lib/restore/restore-schemas";
import { rowsOfMarks, type Span } from "@/lib/restore/time-line-rules";

type EventKind = RestorePoints["events"][number]["kind"];

const looks: Record<EventKind, { icon: LucideIcon; title: string; before: boolean }> = {
  backup: { icon: Archive, title: "Backup", before: false },
  restore: { icon: RotateCcw, title: "Restore", before: true },
  deploy: { icon: Rocket, title: "Deploy", before: true },
  migration: { icon: Database, title: "Migration", before: true },
  plugins: { icon: Blocks, title: "Plugins", before: true },
};

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
  const kinds = [...new Set(marks.map(({ event }) => event.kind))];
  return (
    <>
      <div className="relative mt-1" style={{ height: `${rows * 1.5}rem` }}>
        {marks.map(({ event, row, share }) => {
          const { icon: Icon, title, before } = looks[event.kind];
          const words = `${title}: ${event.title}, ${formatTime(event.at)}`;
          return (
            <button
              key={`${event.at} ${event.title}`}
              type="button"
              tabIndex={-1}
              title={words}
              aria-label={before ? `The second before ${words}` : words}
              onClick={() => onChange(Date.parse(event.at) - (before ? 1000 : 0))}
              className="absolute -translate-x-1/2 rounded p-1 text-ink-soft hover:bg-raised hover:text-ink"
              style={{ left: `${share * 100}%`, top: `${row * 1.5}rem` }}
            >
              <Icon className="size-4" aria-hidden />
            </button>
          );
        })}
      </div>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-faint">
        {kinds.map((kind) => {
          const { icon: Icon, title } = looks[kind];
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
