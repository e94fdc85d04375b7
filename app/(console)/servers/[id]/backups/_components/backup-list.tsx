"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { DatabaseBackup } from "lucide-react";
import { ListCard } from "@/components/backup/list-card";
import { LoadState } from "@/components/backup/load-state";
import { ShowOlder } from "@/components/backup/show-older";
import { EmptyState } from "@/components/ui/empty-state";
import { problemOf } from "@/lib/api-client";
import { backupsQuery } from "@/lib/backup/backup-queries";
import { BackupRow } from "./backup-row";
import { useMay } from "./use-may";

/** Every backup, newest first. What was read once stays while it is read again. */
export function BackupList({ serverId }: { serverId: string }) {
  const backups = useInfiniteQuery(backupsQuery(serverId));
  const mayVerify = useMay("server:operate");
  const mayRestore = useMay("server:restore");
  if (!backups.data) {
    return (
      <LoadState
        what="backups"
        problem={backups.error ? problemOf(backups.error) : null}
        onRetry={() => void backups.refetch()}
        className="h-64"
      />
    );
  }
  const items = backups.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyState icon={<DatabaseBackup />} title="No backups yet">
        The first one is made once the server is set up, then one every night.
      </EmptyState>
    );
  }
  const provider = items.some(({ kind }) => kind === "snapshot");
  return (
    <ListCard
      title="All backups"
      description={
        provider
          ? "Provider backups are the provider’s own copies of the whole disk: a second net, kept 7 days. Exact times are restored from ours."
          : "Newest first. Times are yours."
      }
    >
      <ul aria-label="Backups" className="divide-y divide-line">
        {items.map((backup) => (
          <BackupRow key={backup.id} backup={backup} mayVerify={mayVerify} mayRestore={mayRestore} />
        ))}
      </ul>
      <ShowOlder query={backups} />
    </ListCard>
  );
}
