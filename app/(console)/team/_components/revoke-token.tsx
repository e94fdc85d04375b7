import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { toastProblem } from "@/components/ui/toast";
import { callApi, problemOf } from "@/lib/api-client";
import { tokensQuery } from "@/lib/team/team-queries";
import type { TokenView } from "@/lib/team/team-schemas";

export function RevokeToken({ token, onClose }: { token: TokenView; onClose(): void }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => callApi("DELETE /api/v1/tokens/{id}", { params: { id: token.id } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: tokensQuery().queryKey });
      onClose();
    },
    onError: (error) => void toastProblem(problemOf(error)),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${token.name}?`}
      description="Programs that use it are refused from their next request on."
    >
      <DialogActions>
        <Button onClick={onClose}>Back</Button>
        <Button variant="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>
          Revoke
        </Button>
      </DialogActions>
    </Dialog>
  );
}
