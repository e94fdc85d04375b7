"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { chooseTeam } from "@/app/(console)/_components/choose-team";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { TextAreaField } from "@/components/ui/text-area-field";
import { callApi, problemOf } from "@/lib/api-client";
import { reasonLength } from "@/lib/operator/operator-rules";
import { paths } from "@/lib/paths";
import type { Destination } from "./customer-card";

/** No way in without a reason. It is asked for each visit anew and kept nowhere but with it. */
export function VisitDialog({
  destination: { team, server },
  onClose,
}: {
  destination: Destination;
  onClose(): void;
}) {
  const [reason, setReason] = useState("");
  const start = useMutation({
    mutationFn: () =>
      callApi("POST /api/v1/operator/visits", {
        body: { teamId: team.id, ...(server ? { serverId: server.id } : {}), reason },
      }),
    onSuccess: () => chooseTeam(team.id, server ? paths.serverBackups(server.id) : paths.servers),
  });
  const problem = start.error ? problemOf(start.error) : null;
  const missing = reasonLength.min - reason.trim().length;
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={`Visit ${team.name}?`}
      description="The team sees who came, why, and everything that is done."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        {problem && !problem.fields?.reason ? (
          <div className="mb-4">
            <Alert tone="bad" role="alert" title={problem.title}>
              {problem.hint}
            </Alert>
          </div>
        ) : null}
        <TextAreaField
          label="Reason"
          name="reason"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={reasonLength.max}
          required
          autoComplete="off"
          placeholder="Asked for in ticket 4711: orders of this morning were deleted"
          hint={missing > 0 ? `At least ${reasonLength.min} characters.` : null}
          error={problem?.fields?.reason}
        />
        <DialogActions>
          <Button onClick={onClose}>Stay out</Button>
          <Button
            type="submit"
            variant="danger"
            disabled={missing > 0}
            busy={start.isPending || start.isSuccess}
          >
            Begin the visit
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
