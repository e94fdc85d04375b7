"use client";

import { useQuery } from "@tanstack/react-query";
import { Alert } from "@/components/ui/alert";
import { jobQuery } from "@/lib/job/job-queries";
import { servedAfterFailure } from "@/lib/restore/restore-rules";
import type { RestoreView } from "@/lib/restore/restore-schemas";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { UndoRestore } from "./undo-restore";

const goOn = "Retry below goes on from the step that failed.";

/** Which data the server has after a restore that failed: the first thing that its owner asks. */
export function RestoreFailure({ restore, server }: { restore: RestoreView; server: ServerDetail }) {
  const { data: job } = useQuery(jobQuery(restore.jobId));
  if (!job) return null;
  const served = servedAfterFailure(restore, job.steps);
  if (served === "former") {
    return (
      <Alert tone="info" title={`${server.name} still serves its old data`}>
        Nothing was changed in it. {goOn}
      </Alert>
    );
  }
  if (served === "restored") {
    return (
      <Alert
        tone="warn"
        title={`${server.name} already has the restored data`}
        actions={<UndoRestore restore={restore} server={server} />}
      >
        What came after the switch did not end well. The data from before is kept. {goOn}
      </Alert>
    );
  }
  return (
    <Alert tone="warn" title={`The switch of ${server.name} was cut short`}>
      It has all of its old data or all of the restored data, never a mixture; both are kept. {goOn}
    </Alert>
  );
}
