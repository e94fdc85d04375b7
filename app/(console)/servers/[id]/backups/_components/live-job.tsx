"use client";

import { useEffect, useState } from "react";
import { RunSummary } from "@/components/backup/run-summary";
import { Button } from "@/components/ui/button";
import { recoveryJobKinds } from "@/lib/job/job-rules";
import { jobIsLive } from "@/lib/job/job-states";
import { LazyJobPanel } from "./lazy-job-panel";
import { useRefreshRecovery } from "./use-job-started";
import { useRecoveryJob } from "./use-recovery-job";

/** The backup, restore, verification or drill that runs on the server, ended in this visit, or failed last. */
export function LiveJob({ serverId, kinds }: { serverId: string; kinds?: readonly string[] }) {
  const { server, job } = useRecoveryJob(serverId);
  const [hidden, setHidden] = useState<string | null>(null);
  const refresh = useRefreshRecovery(serverId);
  const status = job?.status;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the job changed is read again when its state changes
  useEffect(() => {
    if (status) refresh();
  }, [status]);

  const ours = (kinds ?? recoveryJobKinds) as readonly string[];
  if (!job || !ours.includes(job.kind) || hidden === `${job.id} ${job.attempt}`) return null;
  return (
    <LazyJobPanel
      key={job.id}
      server={server}
      jobId={job.id}
      summary={(shown) => (
        <RunSummary
          job={shown}
          action={
            jobIsLive(shown.status) ? null : (
              <Button size="sm" variant="ghost" onClick={() => setHidden(`${shown.id} ${shown.attempt}`)}>
                Hide
              </Button>
            )
          }
        />
      )}
    />
  );
}
