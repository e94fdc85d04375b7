"use client";

import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import type { JobView } from "@/lib/job/job-schemas";
import type { ServerDetail } from "@/lib/server/server-schemas";

const CancelOrder = lazy(() => import("./cancel-order").then((module) => ({ default: module.CancelOrder })));

/** Cancels a provisioning, once it is confirmed. */
export function CancelButton({ job, server }: { job: JobView; server: ServerDetail }) {
  const [open, setOpen] = useState(false);
  const possible =
    job.kind === "provision" && (job.status === "queued" || job.status === "running") && !server.readyAt;
  if (!possible) return null;
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        Cancel
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <CancelOrder jobId={job.id} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
