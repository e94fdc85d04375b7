import type { StepView } from "@/lib/job/job-schemas";
import type { RestoreView } from "./restore-schemas";

/** The step before which a restore in place has changed nothing that the server serves. */
const switchStep = "switching";

/**
 * What a server serves after a restore has failed. The switch is whole: there is never a mixture, but when the switch
 * itself failed it is not known from here which of the two it is.
 */
export function servedAfterFailure(
  restore: Pick<RestoreView, "into">,
  steps: Pick<StepView, "key" | "status">[],
): "former" | "restored" | "either" {
  const status = steps.find(({ key }) => key === switchStep)?.status ?? "pending";
  if (restore.into === "new_server" || status === "pending") return "former";
  return status === "succeeded" ? "restored" : "either";
}

/** Whether a job is the undoing of this restore: it came after it, and the data from before was still kept. */
export function undoes(
  job: { id: string; kind: string; createdAt: string } | null,
  restore: Pick<RestoreView, "undoUntil" | "createdAt">,
): boolean {
  if (job?.kind !== "undo_restore" || restore.undoUntil === null) return false;
  return Date.parse(job.createdAt) > Date.parse(restore.createdAt);
}
