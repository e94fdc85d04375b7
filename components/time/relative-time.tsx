"use client";

import { useEffect, useState } from "react";
import { formatRelative, formatTime } from "@/lib/format";

/** A time as people say it, with the exact one in the viewer's zone on hover. */
export function RelativeTime({ time }: { time: string }) {
  const [now, setNow] = useState<Date | null>(null);
  useEffect(() => {
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={time} title={now ? formatTime(time) : undefined} className="tabular-nums">
      {now ? formatRelative(time, now) : time.slice(0, 10)}
    </time>
  );
}
