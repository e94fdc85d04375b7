"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { RunSummary } from "@/components/backup/run-summary";
import { Button } from "@/components/ui/button";
import { recoveryJobKinds } from "@/lib/backup/job-rules";
import { jobQuery } from "@/lib/job/job-queries";
import { jobIsLive } from "@/lib/job/job-states";
import { serverQuery } from "@/lib/server/server-queries";
import { LazyJobPanel } from "./lazy-job-panel";
import { useRefreshRecovery } from "./use-job-started";

/** The backup, restore, verification or drill that runs on the server, or failed last, or ended in this visit. */
export function LiveJob({ serverId, kinds }: { serverId: string; kinds?: readonly string[] }) {
  const { data: server } = useSuspenseQuery({ ...serverQuery(serverId), refetchInterval: 15_000 });
  const [dismissed, setDismissed] = useState<string | null>(null);
  const watched = useRef<string | null>(null);
  const ours = (kinds ?? recoveryJobKinds) as readonly string[];
  const jobId = server.job && ours.includes(server.job.kind) ? server.job.id : null;
  const { data: job } = useQuery({ ...jobQuery(jobId ?? ""), enabled: jobId !== null });
  const refresh = useRefreshRecovery(serverId);
  const status = job?.status;
  if (job && jobIsLive(job.status)) watched.current = job.jobId;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the job changed is read again when its state changes
  useEffect(() => {
    if (watched.current !== null) refresh();
  }, [status]);

  if (!job || dismissed === `${job.jobId} ${job.attempt}`) return null;
  if (!jobIsLive(job.status) && job.status !== "failed" && watched.current !== job.jobId) return null;
  return (
    <LazyJobPanel
      key={job.jobId}
      server={server}
      jobId={job.jobId}
      summary={(shown) => (
        <RunSummary
          job={shown}
          action={
            jobIsLive(shown.status) ? null : (
              <Button
                size="sm"
                variant="ghost"
                onClick={() => setDismissed(`${shown.jobId} ${shown.attempt}`)}
              >
                Hide
              </Button>
            )
          }
        />
      )}
    />
  );
}
