"use client";

import { useMemo } from "react";
import { useNow } from "@/components/backup/use-now";
import { Skeleton } from "@/components/ui/skeleton";
import type { RestorePoints } from "@/lib/restore/restore-schemas";
import { coveredSpans, isCovered } from "@/lib/restore/time-line-rules";
import { PointSelect } from "./point-select";
import { TimeInput } from "./time-input";
import { TimeLine } from "./time-line";

interface Props {
  points: RestorePoints;
  /** Null: the newest time there is. */
  value: string | null;
  onChange(at: string): void;
}

/** A second: by the line, by the list, or typed. All three show the same time. */
export function TimePicker({ points, value, onChange }: Props) {
  const now = useNow(30_000);
  const covered = useMemo(() => coveredSpans(points.ranges), [points.ranges]);
  const chosen = value ?? points.latest;
  if (now === null || chosen === null) return <Skeleton className="h-56" />;
  const at = Date.parse(chosen);
  return (
    <div className="space-y-6">
      <TimeLine
        now={now}
        covered={covered}
        events={points.events}
        at={at}
        onChange={(time) => onChange(new Date(time).toISOString())}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TimeInput value={chosen} covered={isCovered(at, covered)} onChange={onChange} />
        <PointSelect points={points} onChange={onChange} />
      </div>
    </div>
  );
}
