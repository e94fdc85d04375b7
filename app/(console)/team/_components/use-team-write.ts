import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toastProblem } from "@/components/ui/toast";
import { meQuery } from "@/lib/account/account-queries";
import { problemOf } from "@/lib/api-client";
import { teamQuery } from "@/lib/team/team-queries";

/** A call that writes to the team: what went wrong is a toast, and afterwards the team is read again. */
export function useTeamWrite(options: { onSuccess?: () => void } = {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (write: () => Promise<unknown>) => write(),
    onSuccess: async () => {
      options.onSuccess?.();
      await client.invalidateQueries({ queryKey: teamQuery().queryKey });
      await client.invalidateQueries({ queryKey: meQuery().queryKey });
    },
    onError: (error) => void toastProblem(problemOf(error)),
  });
}
