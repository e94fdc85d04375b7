"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { toastProblem } from "@/components/ui/toast";
import { callApi, problemOf } from "@/lib/api-client";
import { jobQuery } from "@/lib/job/job-queries";
import type { JobView } from "@/lib/job/job-schemas";
import { paths } from "@/lib/paths";
import type { ServerDetail } from "@/lib/server/server-schemas";

/** Cancels a provisioning, once it is confirmed. */
export function CancelButton({ job, server }: { job: JobView; server: ServerDetail }) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const cancel = useMutation({
    mutationFn: () => callApi<{ job: JobView }>(`${paths.api}/jobs/${job.jobId}/cancel`, { method: "POST" }),
    onSuccess: (answer) => {
      client.setQueryData(jobQuery(job.jobId).queryKey, answer.job);
      setOpen(false);
    },
    onError: (error) => void toastProblem(problemOf(error)),
  });
  const possible =
    job.kind === "provision" && (job.status === "queued" || job.status === "running") && !server.readyAt;
  if (!possible) return null;
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        Cancel
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Cancel this order?"
        description="Everything that was made so far is taken back: the machine, its DNS records and keys. You get a receipt."
      >
        <DialogActions>
          <Button onClick={() => setOpen(false)}>Keep going</Button>
          <Button variant="danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel the order
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
