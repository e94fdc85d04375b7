import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toastProblem } from "@/components/ui/toast";
import { meQuery } from "@/lib/account/account-queries";
import { callApi, problemOf } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import { teamQuery } from "@/lib/team/team-queries";

interface Write {
  method: "POST" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
}

/** A write to the team: what went wrong is a toast, and afterwards the team is read again. */
export function useTeamWrite(options: { onSuccess?: () => void } = {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, ...request }: Write) => callApi<unknown>(`${paths.api}${path}`, request),
    onSuccess: async () => {
      options.onSuccess?.();
      await client.invalidateQueries({ queryKey: teamQuery().queryKey });
      await client.invalidateQueries({ queryKey: meQuery().queryKey });
    },
    onError: (error) => void toastProblem(problemOf(error)),
  });
}
