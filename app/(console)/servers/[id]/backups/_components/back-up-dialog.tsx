"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useIdempotencyKey } from "@/components/backup/use-idempotency-key";
import { ProblemAlert } from "@/components/problem-alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { callApi, problemOf } from "@/lib/api-client";
import { useJobStarted } from "./use-job-started";

/** A backup on request, with a word of the customer's own if they like. */
export function BackUpDialog({ serverId, onClose }: { serverId: string; onClose(): void }) {
  const [label, setLabel] = useState("");
  const keyFor = useIdempotencyKey();
  const started = useJobStarted(serverId);
  const backUp = useMutation({
    mutationFn: () => {
      const body = label.trim() ? { label: label.trim() } : {};
      return callApi("POST /api/v1/servers/{id}/backups", {
        params: { id: serverId },
        body,
        idempotencyKey: keyFor(body),
      });
    },
    onSuccess: ({ job }) => {
      started(job);
      onClose();
    },
  });
  const problem = backUp.error ? problemOf(backUp.error) : null;
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title="Back up now"
      description="Your server keeps running meanwhile. The backup appears in the list as soon as it begins."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          backUp.mutate();
        }}
      >
        {problem && !problem.fields?.label ? (
          <div className="mb-4">
            <ProblemAlert problem={problem} />
          </div>
        ) : null}
        <Field
          label="Label (optional)"
          name="label"
          value={label}
          onChange={(event) => setLabel(event.target.value)}
          maxLength={60}
          placeholder="before 2.4"
          autoComplete="off"
          hint="Letters, digits, spaces and . : - _"
          error={problem?.fields?.label}
        />
        <DialogActions>
          <Button onClick={onClose}>Back</Button>
          <Button type="submit" variant="primary" busy={backUp.isPending}>
            Back up now
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
