import type { EngineContext } from "@/engine/engine-context";
import type { Run } from "@/engine/state/model";
import type { ChangeSet } from "@/engine/store/change-set";
import { finishRun } from "./finish-run";

/** Ends a run at once, as Cancelled. A step in flight runs to its end in the app; its answer is dropped. */
export function cancelRun(ctx: EngineContext, changes: ChangeSet, run: Run): void {
  finishRun(ctx, changes, run, { status: "Cancelled" });
}
