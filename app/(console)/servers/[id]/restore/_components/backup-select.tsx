"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import { LoadState } from "@/components/backup/load-state";
import { ShowOlder } from "@/components/backup/show-older";
import { problemOf } from "@/lib/api-client";
import { backupsQuery } from "@/lib/backup/backup-queries";
import { looksGood, proofTitles } from "@/lib/backup/backup-rules";
import type { BackupView } from "@/lib/backup/backup-schemas";
import { formatTime } from "@/lib/format";

interface Props {
  serverId: string;
  value: string | null;
  onChange(backupId: string | null): void;
}

/** One of the good backups of ours. */
export function BackupSelect({ serverId, value, onChange }: Props) {
  const id = useId();
  const backups = useInfiniteQuery(backupsQuery(serverId));
  const [here, setHere] = useState(false);
  useEffect(() => setHere(true), []);
  if (!backups.data) {
    return (
      <LoadState
        what="backups"
        problem={backups.error ? problemOf(backups.error) : null}
        onRetry={() => void backups.refetch()}
        className="h-16"
      />
    );
  }
  const usable = backups.data.pages
    .flatMap((page) => page.items)
    .filter((backup) => backup.kind === "application" && looksGood(backup));
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        Backup
      </label>
      <select
        id={id}
        name="backupId"
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value || null)}
        className="h-10 w-full max-w-xl rounded-lg border border-line-strong bg-surface px-3 text-sm"
      >
        <option value="">Choose a backup</option>
        {value && !usable.some((backup) => backup.id === value) ? (
          <option value={value}>{value}</option>
        ) : null}
        {usable.map((backup) => (
          <option key={backup.id} value={backup.id}>
            {title(backup, here)}
          </option>
        ))}
      </select>
      <ShowOlder query={backups} />
    </div>
  );
}

function title(backup: BackupView, here: boolean): string {
  const at = here ? formatTime(backup.startedAt) : backup.startedAt;
  return [at, backup.label ?? backup.name, proofTitles[backup.level]].join(" · ");
}
