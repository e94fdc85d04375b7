"use client";

import { useEffect, useId, useState } from "react";
import { Input } from "@/components/ui/field";
import { formatUtc, fromLocalInput, toLocalInput } from "@/lib/restore/time-rules";

interface Props {
  value: string;
  covered: boolean;
  onChange(at: string): void;
}

/** The chosen time to the second, in the viewer's zone, with the same time in UTC. */
export function TimeInput({ value, covered, onChange }: Props) {
  const id = useId();
  const [text, setText] = useState(() => toLocalInput(value));
  useEffect(() => {
    // A time chosen elsewhere is shown here; one that is being typed is left alone.
    setText((typed) => (fromLocalInput(typed) === value ? typed : toLocalInput(value)));
  }, [value]);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        Exact time <span className="font-normal text-ink-faint">({zone})</span>
      </label>
      <Input
        id={id}
        name="at"
        type="datetime-local"
        step={1}
        value={text}
        aria-describedby={`${id}-note`}
        aria-invalid={covered ? undefined : true}
        onChange={(event) => {
          setText(event.target.value);
          const at = fromLocalInput(event.target.value);
          if (at) onChange(at);
        }}
      />
      <p id={`${id}-note`} className="mt-1.5 text-sm text-ink-soft tabular-nums">
        {formatUtc(value)}
        {covered ? null : <span className="block text-bad">Nothing is kept of this time.</span>}
      </p>
    </div>
  );
}
