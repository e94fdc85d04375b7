"use client";

import { lazy, Suspense } from "react";
import { Section } from "@/components/ui/card";
import { RadioCard } from "@/components/ui/radio-card";
import { Skeleton } from "@/components/ui/skeleton";
import type { RestorePoints } from "@/lib/restore/restore-schemas";
import type { Draft } from "./draft";

const TimePicker = lazy(() => import("./time-picker").then((module) => ({ default: module.TimePicker })));
const BackupSelect = lazy(() =>
  import("./backup-select").then((module) => ({ default: module.BackupSelect })),
);

interface Props {
  serverId: string;
  points: RestorePoints;
  draft: Draft;
  onChange(change: Partial<Draft>): void;
}

/** To which second, or to which backup. */
export function TargetPicker({ serverId, points, draft, onChange }: Props) {
  return (
    <Section title="1. What to restore" description="The database and the files, as they were then.">
      <fieldset>
        <legend className="sr-only">What to restore</legend>
        <div className="grid gap-3 sm:grid-cols-2">
          <RadioCard
            name="mode"
            value="time"
            checked={draft.mode === "time"}
            onChange={() => onChange({ mode: "time" })}
          >
            <span className="font-medium">An exact time</span>
            <span className="block text-sm text-ink-soft">To the second, wherever the line is filled.</span>
          </RadioCard>
          <RadioCard
            name="mode"
            value="backup"
            checked={draft.mode === "backup"}
            onChange={() => onChange({ mode: "backup" })}
          >
            <span className="font-medium">A backup</span>
            <span className="block text-sm text-ink-soft">Just what one backup holds.</span>
          </RadioCard>
        </div>
      </fieldset>
      <div className="mt-6">
        {draft.mode === "backup" ? (
          <Suspense fallback={<Skeleton className="h-16" />}>
            <BackupSelect
              serverId={serverId}
              value={draft.backupId}
              onChange={(backupId) => onChange({ backupId })}
            />
          </Suspense>
        ) : (
          <Suspense fallback={<Skeleton className="h-56" />}>
            <TimePicker points={points} value={draft.at} onChange={(at) => onChange({ at })} />
          </Suspense>
        )}
      </div>
    </Section>
  );
}
