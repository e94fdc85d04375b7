"use client";

import { Section } from "@/components/ui/card";
import { RadioCard } from "@/components/ui/radio-card";
import type { RestorePoints } from "@/lib/restore/restore-schemas";
import { BackupSelect } from "./backup-select";
import type { Draft } from "./draft";
import { TimePicker } from "./time-picker";

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
          <BackupSelect
            serverId={serverId}
            value={draft.backupId}
            onChange={(backupId) => onChange({ backupId })}
          />
        ) : (
          <TimePicker points={points} value={draft.at} onChange={(at) => onChange({ at })} />
        )}
      </div>
    </Section>
  );
}
