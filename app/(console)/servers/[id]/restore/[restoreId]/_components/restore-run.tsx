"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { BackLink } from "@/components/backup/back-link";
import { ExactTime } from "@/components/backup/exact-time";
import { LoadState } from "@/components/backup/load-state";
import { RestoreStatusBadge } from "@/components/backup/restore-status";
import { RelativeTime } from "@/components/time/relative-time";
import { problemOf } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import { restoreQuery } from "@/lib/restore/restore-queries";
import { serverQuery } from "@/lib/server/server-queries";
import { RestoreJob } from "./restore-job";
import { RestoreOutcome } from "./restore-outcome";

/** One restore: where it is, what it brought back, and the way back. */
export function RestoreRun({ serverId, restoreId }: { serverId: string; restoreId: string }) {
  const { data: server } = useSuspenseQuery(serverQuery(serverId));
  const { data: restore, error, refetch } = useQuery(restoreQuery(restoreId));
  if (!restore) {
    return (
      <LoadState
        what="restore"
        problem={error ? problemOf(error) : null}
        onRetry={() => void refetch()}
        className="h-96"
      />
    );
  }
  return (
    <div className="space-y-5">
      <header>
        <BackLink href={paths.serverBackups(serverId)}>Backups</BackLink>
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="text-lg font-semibold">
            Restore to <ExactTime time={restore.target} />
          </h2>
          <RestoreStatusBadge restore={restore} />
        </div>
        <p className="mt-1 text-sm text-ink-soft">
          {restore.into === "in_place" ? "In place" : "Into a new server"}
          {restore.backupName ? `, from ${restore.backupName}` : ""}
          {restore.createdBy ? `, asked by ${restore.createdBy}` : ""}{" "}
          <RelativeTime time={restore.createdAt} />
        </p>
      </header>
      <RestoreOutcome restore={restore} server={server} />
      <RestoreJob restore={restore} server={server} />
    </div>
  );
}
