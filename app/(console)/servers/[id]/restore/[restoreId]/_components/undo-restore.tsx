"use client";

import { lazy, Suspense, useState } from "react";
import { useMay } from "@/app/(console)/servers/[id]/backups/_components/use-may";
import { ExactTime } from "@/components/backup/exact-time";
import { useNow } from "@/components/backup/use-now";
import { Button } from "@/components/ui/button";
import { jobIsLive } from "@/lib/job/job-states";
import type { RestoreView } from "@/lib/restore/restore-schemas";
import type { ServerDetail } from "@/lib/server/server-schemas";

const UndoDialog = lazy(() => import("./undo-dialog").then((module) => ({ default: module.UndoDialog })));

/** Back to the data from before, as long as it is kept. */
export function UndoRestore({ restore, server }: { restore: RestoreView; server: ServerDetail }) {
  const [open, setOpen] = useState(false);
  const may = useMay("server:restore");
  const now = useNow(10_000);
  const busy = server.job !== null && jobIsLive(server.job.status);
  if (!restore.undoUntil || now === null) return null;
  if (Date.parse(restore.undoUntil) <= now) {
    return (
      <p className="text-sm text-ink-soft">
        The data from before was kept until then; the time to undo is over.
      </p>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button disabled={!may || busy} onClick={() => setOpen(true)}>
        Undo…
      </Button>
      <span className="text-sm text-ink-soft">
        Possible until <ExactTime time={restore.undoUntil} />
        {may ? "" : ", by admins and owners"}
      </span>
      <Suspense fallback={null}>
        {open ? <UndoDialog restore={restore} server={server} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </div>
  );
}
