"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { lazy, Suspense, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { toastProblem } from "@/components/ui/toast";
import { callApi, problemOf } from "@/lib/api-client";
import { jobQuery } from "@/lib/job/job-queries";
import type { JobError, JobView, RemedyAction, RetryJob } from "@/lib/job/job-schemas";
import { paths } from "@/lib/paths";
import { serverQuery } from "@/lib/server/server-queries";
import type { ServerDetail } from "@/lib/server/server-schemas";

const RetryElsewhere = lazy(() =>
  import("./retry-elsewhere").then((module) => ({ default: module.RetryElsewhere })),
);
const RetryOtherSubdomain = lazy(() =>
  import("./retry-other-subdomain").then((module) => ({ default: module.RetryOtherSubdomain })),
);

/** Which step failed, why, and what to press. */
export function JobFailure({ server, job, error }: { server: ServerDetail; job: JobView; error: JobError }) {
  const client = useQueryClient();
  const [dialog, setDialog] = useState<RemedyAction | null>(null);
  const retry = useMutation({
    mutationFn: (correction: RetryJob) =>
      callApi("POST /api/v1/jobs/{id}/retry", { params: { id: job.id }, body: correction }),
    onSuccess: (answer) => {
      setDialog(null);
      client.setQueryData(jobQuery(job.id).queryKey, answer.job);
      void client.invalidateQueries({ queryKey: serverQuery(server.id).queryKey });
    },
    onError: (thrown) => void toastProblem(problemOf(thrown)),
  });
  const failed = job.steps.find((step) => step.status === "failed");
  const close = () => setDialog(null);
  const buttons: Record<RemedyAction, (first: boolean) => React.ReactNode> = {
    retry: (first) => (
      <Button
        variant={first ? "primary" : "secondary"}
        busy={retry.isPending && !dialog}
        onClick={() => retry.mutate({})}
      >
        Retry
      </Button>
    ),
    retry_elsewhere: (first) => (
      <Button variant={first ? "primary" : "secondary"} onClick={() => setDialog("retry_elsewhere")}>
        Choose another location or type
      </Button>
    ),
    retry_other_subdomain: (first) => (
      <Button variant={first ? "primary" : "secondary"} onClick={() => setDialog("retry_other_subdomain")}>
        Choose another subdomain
      </Button>
    ),
    delete: () => (
      <Button asChild>
        <Link href={paths.serverSettings(server.id)}>Delete</Link>
      </Button>
    ),
    contact_support: () => (
      <Button asChild>
        <a href={`mailto:support@nself.org?subject=${encodeURIComponent(`Job ${job.id}: ${error.message}`)}`}>
          Contact support
        </a>
      </Button>
    ),
  };
  return (
    <>
      <Alert
        tone="bad"
        role="alert"
        title={failed ? `${failed.title} failed: ${error.message}` : error.message}
        actions={error.actions.map((action, index) => (
          <span key={action}>{buttons[action](index === 0)}</span>
        ))}
      >
        {error.remedy}
      </Alert>
      <Suspense fallback={null}>
        {dialog === "retry_elsewhere" ? (
          <RetryElsewhere
            open
            onClose={close}
            server={server}
            busy={retry.isPending}
            onRetry={retry.mutate}
          />
        ) : null}
        {dialog === "retry_other_subdomain" ? (
          <RetryOtherSubdomain
            open
            onClose={close}
            server={server}
            busy={retry.isPending}
            onRetry={retry.mutate}
            error={retry.error ? (problemOf(retry.error).fields?.subdomain ?? null) : null}
          />
        ) : null}
      </Suspense>
    </>
  );
}
