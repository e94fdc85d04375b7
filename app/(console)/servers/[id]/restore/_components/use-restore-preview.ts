import { useMutation } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";
import type { RestoreTarget } from "@/lib/restore/restore-schemas";

/** What a restore to a target would mean. The answer counts only for the target that it was asked for. */
export function useRestorePreview(serverId: string, target: RestoreTarget | null) {
  const ask = useMutation({
    mutationFn: (wanted: RestoreTarget) =>
      callApi("POST /api/v1/servers/{id}/restore-previews", {
        params: { id: serverId },
        body: { target: wanted },
      }),
  });
  const current = JSON.stringify(ask.variables ?? null) === JSON.stringify(target);
  return {
    ask: ask.mutate,
    busy: ask.isPending,
    preview: current ? (ask.data ?? null) : null,
    error: current ? ask.error : null,
  };
}
