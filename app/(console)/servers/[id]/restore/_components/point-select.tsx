"use client";

import { useId } from "react";
import { formatTime } from "@/lib/format";
import type { RestorePoints } from "@/lib/restore/restore-schemas";

/** Times worth offering: right before something happened, full hours, days. */
export function PointSelect({ points, onChange }: { points: RestorePoints; onChange(at: string): void }) {
  const id = useId();
  const newestFirst = <T extends { at: string }>(items: T[]) =>
    [...items].sort((a, b) => b.at.localeCompare(a.at));
  const events = newestFirst(
    points.events.filter(({ at, change }) => change && reachable(points, Date.parse(at) - 1000)),
  );
  const grain = (wanted: "hour" | "day") =>
    newestFirst(points.points.filter((point) => point.grain === wanted));
  const groups = [
    {
      title: "One second before",
      options: events.map(({ at, title }) => ({
        at: new Date(Date.parse(at) - 1000).toISOString(),
        words: `${title}, ${formatTime(at)}`,
      })),
    },
    { title: "Hours", options: grain("hour").map(({ at }) => ({ at, words: formatTime(at) })) },
    { title: "Days", options: grain("day").map(({ at }) => ({ at, words: formatTime(at) })) },
  ].filter(({ options }) => options.length > 0);
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        Or pick one
      </label>
      <select
        id={id}
        value=""
        onChange={(event) => event.target.value && onChange(event.target.value)}
        className="h-10 w-full rounded-lg border border-line-strong bg-surface px-3 text-sm"
      >
        <option value="">Before a change, a full hour, a day…</option>
        {points.latest ? (
          <option value={points.latest}>The newest: {formatTime(points.latest)}</option>
        ) : null}
        {groups.map(({ title, options }) => (
          <optgroup key={title} label={title}>
            {options.map(({ at, words }) => (
              <option key={`${at} ${words}`} value={at}>
                {words}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <p className="mt-1.5 text-sm text-ink-faint">Fills in the exact time.</p>
    </div>
  );
}

const reachable = ({ ranges }: RestorePoints, at: number) =>
  ranges.some(({ from, until }) => Date.parse(from) <= at && at <= Date.parse(until));
