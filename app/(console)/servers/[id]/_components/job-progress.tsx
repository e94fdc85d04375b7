"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { JobReceipt } from "@/components/job/job-receipt";
import { JobSteps } from "@/components/job/job-steps";
import { LogViewer } from "@/components/job/log-viewer";
import { ProgressSummary } from "@/components/job/progress-summary";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { jobQuery } from "@/lib/job/job-queries";
import type { JobView } from "@/lib/job/job-schemas";
import { jobIsLive } from "@/lib/job/job-states";
import { serverQuery } from "@/lib/server/server-queries";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { CancelButton } from "./cancel-button";
import { JobFailure } from "./job-failure";
import { useJobStream } from "./use-job-stream";

/** The job under way, or the last one: its steps, what failed and what to press, its log. */
export function JobProgress({ serverId }: { serverId: string }) {
  const { data: server } = useSuspenseQuery(serverQuery(serverId));
  if (!server.job) return <Alert title="This server has no job yet." />;
  return <JobPanel server={server} jobId={server.job.id} />;
}

/** One job of any kind. `summary` stands above its steps in place of the usual words and bar. */
export function JobPanel({
  server,
  jobId,
  summary,
}: {
  server: ServerDetail;
  jobId: string;
  summary?: (job: JobView) => ReactNode;
}) {
  const { data: job } = useSuspenseQuery(jobQuery(jobId));
  const { lines, connected } = useJobStream(jobId, server.id);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <div className="space-y-5">
      {connected ? null : (
        <Alert tone="warn" role="status" title="Reconnecting">
          The live connection broke. The page asks every few seconds until it is back.
        </Alert>
      )}
      {job.status === "failed" && job.error ? (
        <JobFailure server={server} job={job} error={job.error} />
      ) : null}
      {job.warning ? <Alert tone="warn" title={job.warning} /> : null}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,25rem)_minmax(0,1fr)]">
        <Card className="overflow-hidden">
          {summary ? (
            summary(job)
          ) : (
            <ProgressSummary
              job={job}
              action={jobIsLive(job.status) ? <CancelButton job={job} server={server} /> : null}
            />
          )}
          <JobSteps job={job} chosen={chosen} onChoose={setChosen} />
        </Card>
        <LogViewer lines={lines} job={job} stepKey={chosen} onStepChange={setChosen} />
      </div>
      {job.receipt && job.receipt.length > 0 ? <JobReceipt items={job.receipt} /> : null}
    </div>
  );
}
