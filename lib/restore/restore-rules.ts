import type { RestoreView } from "./restore-schemas";

/** Whether a restore that failed has left its server's data alone: the data from before is put aside only by the switch. */
export function servesOldData(restore: Pick<RestoreView, "into" | "undoUntil">): boolean {
  return restore.into === "new_server" || restore.undoUntil === null;
}
