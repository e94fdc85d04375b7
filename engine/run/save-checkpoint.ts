import type { EngineContext } from "@/engine/engine-context";
import type { CheckpointRequest } from "@/engine/protocol/ops";
import { putItem } from "@/engine/state/rows";
import { ChangeSet } from "@/engine/store/change-set";
import { recordOp } from "./apply-ops";

const checkpointOps = new Set(["StepRun", "Step", "StepPlanned", "DeferAdd", "DeferAbort"]);

/**
 * Saves the steps that a call under way has finished (protocol section 9). Answers the HTTP status: 409 tells the SDK to stop, because
 * another dispatch has taken over or the run has ended.
 */
export async function saveCheckpoint(
  ctx: EngineContext,
  runId: string,
  request: CheckpointRequest,
): Promise<number> {
  if (request.steps.some(({ op }) => !checkpointOps.has(op))) return 400;
  const run = ctx.memory.runs.get(runId);
  const item = [...(run?.items.values() ?? [])].find(({ stepId }) => `${runId}.${stepId}` === request.qi_id);
  if (!run || item?.state !== "in_flight") return 409;
  if (request.generation_id !== undefined && request.generation_id !== item.generation) return 409;
  const changes = new ChangeSet();
  for (const op of request.steps)
    if (op.op === "StepRun" || op.op === "Step") recordOp(ctx, changes, run, op);
  if (item.attempt > 0) {
    item.attempt = 0;
    putItem(changes, run, item);
  }
  await ctx.journal.commit(changes);
  return 200;
}
