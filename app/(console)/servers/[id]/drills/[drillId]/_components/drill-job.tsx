"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { LazyJobPanel } from "@/app/(console)/servers/[id]/backups/_components/lazy-job-panel";
import { LoadState } from "@/components/backup/load-state";
import { RunSummary } from "@/components/backup/run-summary";
import { problemOf } from "@/lib/api-client";
import { drillQuery } from "@/lib/drill/drill-queries";
import type { DrillView } from "@/lib/drill/drill-schemas";
import { jobQuery } from "@/lib/job/job-queries";
import type { ServerDetail } from "@/lib/server/server-schemas";

interface Props {
  drill: DrillView;
  server: ServerDetail;
  title: string;
}

export function DrillJob({ drill, server, title }: Props) {
  const client = useQueryClient();
  const { data: job, error, refetch } = useQuery(jobQuery(drill.jobId));
  const status = job?.status;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the report is there once the job has ended
  useEffect(() => {
    void client.invalidateQueries({ queryKey: drillQuery(drill.id).queryKey });
  }, [status]);
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
      server={server}
      jobId={drill.jobId}
      summary={(shown) => <RunSummary job={shown} title={`Drill: ${title}`} />}
    />
  );
}
