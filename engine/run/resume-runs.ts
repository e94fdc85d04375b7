import type { EngineContext } from "@/engine/engine-context";
import { ChangeSet } from "@/engine/store/change-set";
import { armPending } from "./arm-pending";
import { requestDiscovery } from "./enqueue-call";
import { armFinishTimeout, armStartTimeout } from "./start-run";

/** Takes up all active runs after a start: calls that were under way are made again, waits and clocks are set as they were. */
export async function resumeRuns(ctx: EngineContext): Promise<void> {
  const changes = new ChangeSet();
  for (const run of [...ctx.memory.runs.values()]) {
    for (const op of run.pending.values()) armPending(ctx, run, op);
    for (const item of run.items.values()) ctx.scheduler.enqueue(run, item);
    armStartTimeout(ctx, run);
    armFinishTimeout(ctx, run);
    // Cannot happen by our own writes; a run that nothing would ever wake is woken.
    if (run.pending.size === 0 && run.items.size === 0) requestDiscovery(ctx, changes, run);
  }
  await ctx.journal.commit(changes);
}
