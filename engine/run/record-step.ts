import type { EngineContext } from "@/engine/engine-context";
import type { PendingOp, Run } from "@/engine/state/model";
import { deleteItem, deletePending, storableText } from "@/engine/state/rows";
import type { ChangeSet } from "@/engine/store/change-set";
import { requestDiscovery } from "./enqueue-call";

export interface StepResult {
  stepId: string;
  op: string;
  name: string;
  /** Canonical JSON, wrapped as in protocol section 5. */
  value: string;
}

/** Saves a step's result unless it has one: the first write wins, for good. Returns whether it was the first. */
export function recordStep(changes: ChangeSet, run: Run, result: StepResult): boolean {
  const { stepId, op, name, value } = result;
  if (run.steps.has(stepId)) return false;
  const position = run.steps.size;
  run.steps.set(stepId, value);
  run.stateBytes += value.length;
  changes.put("steps", `${run.id}.${stepId}`, [
    run.id,
    stepId,
    position,
    op,
    storableText(name).slice(0, 500),
    Date.now(),
    value,
  ]);
  return true;
}

/**
 * Records the result of an op that the run waits for, and calls the function again if that is due: with request version 2
 * once the whole batch that the op was reported with is done, with version 1 or in race mode after every op.
 */
export function completePending(
  ctx: EngineContext,
  changes: ChangeSet,
  run: Run,
  op: PendingOp,
  value: string,
): void {
  recordStep(changes, run, { stepId: op.stepId, op: opcodes[op.kind], name: op.details.name, value });
  dropPending(ctx, changes, run, op);
  const batchIsDone = ![...run.pending.values()].some(({ batch }) => batch === op.batch);
  if (batchIsDone || op.race || run.requestVersion === 1) requestDiscovery(ctx, changes, run);
}

/** Forgets an op without a result: its timer, its place in the indexes, its queued call. */
export function dropPending(ctx: EngineContext, changes: ChangeSet, run: Run, op: PendingOp): void {
  run.pending.delete(op.stepId);
  op.timer?.cancel();
  deletePending(changes, run, op.stepId);
  const { event, signal } = op.details;
  if (op.kind === "event" && event) ctx.memory.removeEventWait(event, run, op.stepId);
  if (op.kind === "signal" && signal) {
    const wait = ctx.memory.signalWaits.get(signal);
    if (wait?.run === run && wait.stepId === op.stepId) ctx.memory.signalWaits.delete(signal);
  }
  const item = run.items.get(op.stepId);
  if (!item) return;
  item.state = "done";
  item.timer?.cancel();
  run.items.delete(op.stepId);
  deleteItem(changes, run, op.stepId);
}

const opcodes = {
  planned: "StepRun",
  sleep: "Sleep",
  event: "WaitForEvent",
  signal: "WaitForSignal",
  invoke: "InvokeFunction",
  gateway: "Gateway",
} as const;
