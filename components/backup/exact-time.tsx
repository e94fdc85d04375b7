"use client";

import { useEffect, useState } from "react";
import { formatTime } from "@/lib/format";
import { formatUtc } from "@/lib/restore/time-rules";

/** A date and time to the second in the viewer's zone, with the UTC time on hover, or beside it. */
export function ExactTime({ time, withUtc }: { time: string; withUtc?: boolean }) {
  const [here, setHere] = useState(false);
  useEffect(() => setHere(true), []);
  const utc = formatUtc(time);
  if (!here) return <time dateTime={time}>{utc}</time>;
  return (
    <time dateTime={time} title={utc} className="tabular-nums">
      {formatTime(time)}
      {withUtc ? <span className="text-ink-faint"> ({utc})</span> : null}
    </time>
  );
}
