"use client";

import { useMutation } from "@tanstack/react-query";
import { useIdempotencyKey } from "@/components/backup/use-idempotency-key";
import { Button } from "@/components/ui/button";
import { toastProblem } from "@/components/ui/toast";
import { callApi, problemOf } from "@/lib/api-client";
import type { BackupView } from "@/lib/backup/backup-schemas";
import { useJobStarted } from "./use-job-started";

/** Proves a backup: hashes, log chain, and a restore into a throw-away instance. */
export function VerifyButton({ backup }: { backup: BackupView }) {
  const started = useJobStarted(backup.serverId);
  const keyFor = useIdempotencyKey();
  const verify = useMutation({
    mutationFn: () =>
      callApi("POST /api/v1/backups/{id}/verifications", {
        params: { id: backup.id },
        body: {},
        // Another verification is asked for once the last one is known.
        idempotencyKey: keyFor(backup.verification?.id ?? null),
      }),
    onSuccess: ({ job }) => started(job),
    onError: (error) => void toastProblem(problemOf(error)),
  });
  return (
    <Button
      size="sm"
      busy={verify.isPending || backup.verification?.status === "running"}
      onClick={() => verify.mutate()}
      aria-label={`Verify ${backup.name}`}
    >
      Verify
    </Button>
  );
}
