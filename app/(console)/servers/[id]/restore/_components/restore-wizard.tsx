"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useMay } from "@/app/(console)/servers/[id]/backups/_components/use-may";
import { BackLink } from "@/components/backup/back-link";
import { LoadState } from "@/components/backup/load-state";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { problemOf } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import { restorePointsQuery } from "@/lib/restore/restore-queries";
import { serverQuery } from "@/lib/server/server-queries";
import { emptyDraft } from "./draft";
import { RestoreForm } from "./restore-form";

/** From "when" to "yes": a target, what it would mean, where to, and the confirmation. */
export function RestoreWizard({ serverId, backupId }: { serverId: string; backupId: string | null }) {
  const { data: server } = useSuspenseQuery(serverQuery(serverId));
  const points = useQuery(restorePointsQuery(serverId));
  const [draft, setDraft] = useState(() => emptyDraft(backupId));
  if (!useMay("server:restore")) {
    return (
      <Alert tone="warn" title="Only admins and owners restore">
        Ask one of them; the backups are safe meanwhile.
      </Alert>
    );
  }
  if (!points.data) {
    return (
      <LoadState
        what="times that can be restored"
        problem={points.error ? problemOf(points.error) : null}
        onRetry={() => void points.refetch()}
        className="h-96"
      />
    );
  }
  if (points.data.ranges.length === 0) {
    return (
      <EmptyState
        icon={<History />}
        title="Nothing can be restored yet"
        action={
          <Button asChild>
            <Link href={paths.serverBackups(serverId)}>To the backups</Link>
          </Button>
        }
      >
        The first backup makes every later second restorable.
      </EmptyState>
    );
  }
  return (
    <div className="space-y-4">
      <BackLink href={paths.serverBackups(serverId)}>Backups</BackLink>
      <RestoreForm
        server={server}
        points={points.data}
        draft={draft}
        onChange={(change) => setDraft((known) => ({ ...known, ...change }))}
      />
    </div>
  );
}
