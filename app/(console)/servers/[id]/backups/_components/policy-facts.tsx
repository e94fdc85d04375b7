"use client";

import { useNow } from "@/components/backup/use-now";
import { cronHour, nightlyWindowHours } from "@/lib/backup/backup-rules";
import type { BackupPolicy } from "@/lib/backup/backup-schemas";
import { hourWords } from "@/lib/restore/time-rules";
import { Fact } from "./fact";

export function PolicyFacts({ policy }: { policy: BackupPolicy }) {
  const now = useNow(60_000);
  const hour = cronHour(policy.schedule);
  const window = policy.maintenanceStartHour;
  return (
    <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-3">
      <Fact title="Backup from" note={`It begins within ${nightlyWindowHours} hours: servers take turns`}>
        {hour === null ? policy.schedule : hourWords(hour, now)}
      </Fact>
      <Fact title="Kept for" note={null}>
        {policy.retentionDays} days
      </Fact>
      <Fact title="Maintenance window" note="Backups and drills keep out of these two hours">
        {window === null ? "None" : `From ${hourWords(window, now)}`}
      </Fact>
    </dl>
  );
}
