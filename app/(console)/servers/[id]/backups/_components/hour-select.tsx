"use client";

import { useId } from "react";
import { useNow } from "@/components/backup/use-now";
import { hourWords } from "@/lib/restore/time-rules";

interface Props {
  label: string;
  value: number | null;
  onChange(hour: number | null): void;
  /** What no hour is called; without it an hour must be chosen. */
  other: string | null;
  hint: string;
  error?: string;
}

/** An hour of the day in UTC, each with what the viewer's clock shows then. */
export function HourSelect({ label, value, onChange, other, hint, error }: Props) {
  const id = useId();
  const now = useNow(60_000);
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
        aria-describedby={`${id}-note`}
        aria-invalid={error ? true : undefined}
        className="h-10 w-full rounded-lg border border-line-strong bg-surface px-3 text-sm aria-invalid:border-bad"
      >
        {other === null ? null : <option value="">{other}</option>}
        {Array.from({ length: 24 }, (_, hour) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the hour
          <option key={hour} value={hour}>
            {hourWords(hour, now)}
          </option>
        ))}
      </select>
      <p id={`${id}-note`} className="mt-1.5 min-h-5 text-sm">
        {error ? <span className="text-bad">{error}</span> : <span className="text-ink-faint">{hint}</span>}
      </p>
    </div>
  );
}
