import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { toastProblem } from "@/components/ui/toast";
import { callApi, problemOf } from "@/lib/api-client";
import { jobQuery } from "@/lib/job/job-queries";

export function CancelOrder({ jobId, onClose }: { jobId: string; onClose(): void }) {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => callApi("POST /api/v1/jobs/{id}/cancel", { params: { id: jobId } }),
    onSuccess: (answer) => {
      client.setQueryData(jobQuery(jobId).queryKey, answer.job);
      onClose();
    },
    onError: (error) => void toastProblem(problemOf(error)),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Cancel this order?"
      description="Everything that was made so far is taken back: the machine, its DNS records and keys. You get a receipt."
    >
      <DialogActions>
        <Button onClick={onClose}>Keep going</Button>
        <Button variant="danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel the order
        </Button>
      </DialogActions>
    </Dialog>
  );
}
