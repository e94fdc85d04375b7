"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { LazyJobPanel } from "@/app/(console)/servers/[id]/backups/_components/lazy-job-panel";
import { LoadState } from "@/components/backup/load-state";
import { RunSummary } from "@/components/backup/run-summary";
import { problemOf } from "@/lib/api-client";
import { jobQuery } from "@/lib/job/job-queries";
import { jobIsLive } from "@/lib/job/job-states";
import { restoreQuery } from "@/lib/restore/restore-queries";
import { undoes } from "@/lib/restore/restore-rules";
import type { RestoreView } from "@/lib/restore/restore-schemas";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { RestoreMeter } from "./restore-meter";

/** The steps and the log of a restore, or of the undoing that runs after it. */
export function RestoreJob({ restore, server }: { restore: RestoreView; server: ServerDetail }) {
  const client = useQueryClient();
  const jobId = server.job && undoes(server.job, restore) ? server.job.id : restore.jobId;
  const { data: job, error, refetch } = useQuery(jobQuery(jobId));
  const status = job?.status;

  // The restore's own state follows its job's: it ended, or was retried.
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when the job's state changes
  useEffect(() => {
    void client.invalidateQueries({ queryKey: restoreQuery(restore.id).queryKey });
  }, [status, jobId]);

  if (!job) {
    return (
      <LoadState
        what="steps"
        problem={error ? problemOf(error) : null}
        onRetry={() => void refetch()}
        className="h-80"
      />
    );
  }
  return (
    <LazyJobPanel
      key={jobId}
      server={server}
      jobId={jobId}
      summary={(shown) => (
        <RunSummary job={shown} title={jobId === restore.jobId ? "Restoring" : "Undoing the restore"}>
          {restore.progress && jobIsLive(shown.status) ? <RestoreMeter progress={restore.progress} /> : null}
        </RunSummary>
      )}
    />
  );
}
