"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useJobStarted } from "@/app/(console)/servers/[id]/backups/_components/use-job-started";
import { TypeToConfirm } from "@/components/backup/type-to-confirm";
import { useIdempotencyKey } from "@/components/backup/use-idempotency-key";
import { ProblemAlert } from "@/components/problem-alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { callApi, problemOf } from "@/lib/api-client";
import type { RestoreView } from "@/lib/restore/restore-schemas";
import type { ServerDetail } from "@/lib/server/server-schemas";

interface Props {
  restore: RestoreView;
  server: ServerDetail;
  onClose(): void;
}

export function UndoDialog({ restore, server, onClose }: Props) {
  const [confirm, setConfirm] = useState("");
  const started = useJobStarted(server.id);
  const keyFor = useIdempotencyKey();
  const undo = useMutation({
    mutationFn: () =>
      callApi("POST /api/v1/restores/{id}/undo", {
        params: { id: restore.id },
        body: { confirm },
        idempotencyKey: keyFor({ confirm }),
      }),
    onSuccess: ({ job }) => {
      started(job);
      onClose();
    },
  });
  const problem = undo.error ? problemOf(undo.error) : null;
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title="Undo this restore?"
      description={`${server.name} goes back to the data from right before it. What was written since the restore is lost to it.`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          undo.mutate();
        }}
      >
        {problem && !problem.fields?.confirm ? (
          <div className="mb-4">
            <ProblemAlert problem={problem} />
          </div>
        ) : null}
        <TypeToConfirm
          name={server.name}
          value={confirm}
          onChange={setConfirm}
          error={problem?.fields?.confirm}
        />
        <DialogActions>
          <Button onClick={onClose}>Keep the restored data</Button>
          <Button type="submit" variant="danger" disabled={confirm !== server.name} busy={undo.isPending}>
            Undo the restore
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
