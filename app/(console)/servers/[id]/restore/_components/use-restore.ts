import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useJobStarted } from "@/app/(console)/servers/[id]/backups/_components/use-job-started";
import { useIdempotencyKey } from "@/components/backup/use-idempotency-key";
import { callApi, problemOf } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import { restoreQuery } from "@/lib/restore/restore-queries";
import type { CreateRestore } from "@/lib/restore/restore-schemas";

/** Begins the restore and goes to its page; when it is refused, the field that is wrong gets the focus. */
export function useRestore(serverId: string) {
  const client = useQueryClient();
  const router = useRouter();
  const started = useJobStarted(serverId);
  const keyFor = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: CreateRestore) =>
      callApi("POST /api/v1/servers/{id}/restores", {
        params: { id: serverId },
        body,
        idempotencyKey: keyFor(body),
      }),
    onSuccess: ({ job, restore }) => {
      client.setQueryData(restoreQuery(restore.id).queryKey, restore);
      started(job);
      router.push(paths.serverRestoreRun(serverId, restore.id));
    },
    onError: (error) => {
      const field = Object.keys(problemOf(error).fields ?? {})[0]
        ?.split(".")
        .at(-1);
      const place = field ? document.querySelector<HTMLElement>(`[name="${CSS.escape(field)}"]`) : null;
      (place ?? document.getElementById("restore-problem"))?.focus();
    },
  });
}
