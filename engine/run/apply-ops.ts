import type { EngineContext } from "@/engine/engine-context";
import type { AppAnswer } from "@/engine/protocol/call-app";
import { maxAttempts } from "@/engine/protocol/function-config";
import type { StepOp } from "@/engine/protocol/ops";
import { dataValue, errorValue } from "@/engine/protocol/step-values";
import { backoffMs, retryAfterMs } from "@/engine/queue/backoff";
import { discoveryStepId, type QueueItem, type Run } from "@/engine/state/model";
import { deleteItem } from "@/engine/state/rows";
import type { ChangeSet } from "@/engine/store/change-set";
import { addPendingOp } from "./add-pending-op";
import { requeueCall } from "./enqueue-call";
import { finishRun } from "./finish-run";
import { completePending, recordStep } from "./record-step";

const maxSteps = 1000;
const maxStateBytes = 32 * 1024 * 1024;

/** Carries out the ops of a 206 (protocol section 7) and settles the queue item that was answered. */
export function applyOps(
  ctx: EngineContext,
  changes: ChangeSet,
  run: Run,
  item: QueueItem,
  ops: readonly StepOp[],
  headers: AppAnswer["headers"],
): void {
  const isDiscovery = item.stepId === discoveryStepId;
  // A planned call is settled before its op is recorded: what follows from it may be a new call.
  if (!isDiscovery) item.state = "waiting";
  run.lastBatch++;
  let recorded = false;
  let retry = false;
  for (const op of ops) {
    if (run.status !== "Running") return;
    if (op.op === "RunComplete") {
      finishRun(ctx, changes, run, { status: "Completed", result: op.data });
      return;
    }
    if (op.op === "StepError" && !isFinal(ctx, run, item, headers)) retry = true;
    else if (resultOf(op) !== null) recorded = recordOp(ctx, changes, run, op) || recorded;
    else if (op.op !== "DiscoveryRequest") recorded = addPendingOp(ctx, changes, run, op) || recorded;
  }
  if (run.steps.size > maxSteps || run.stateBytes > maxStateBytes) {
    const message = `a run may have ${maxSteps} steps and ${maxStateBytes} bytes of state`;
    finishRun(ctx, changes, run, { status: "Failed", error: { name: "Error", message } });
    return;
  }
  if (retry) {
    retryItem(ctx, changes, run, item, headers);
    return;
  }
  if (isDiscovery) {
    settleDiscovery(ctx, changes, run, item, recorded);
    return;
  }
  // The planned step was not among the ops (its code has changed): look again from the top.
  const op = run.pending.get(item.stepId);
  if (op)
    completePending(ctx, changes, run, op, errorValue({ name: "Error", message: "the step was not found" }));
}

/** Saves a finished step that arrived by an answer or a checkpoint. True if it was news. */
export function recordOp(ctx: EngineContext, changes: ChangeSet, run: Run, op: StepOp): boolean {
  const value = resultOf(op);
  if (value === null) return false;
  const waiting = run.pending.get(op.id);
  if (waiting) completePending(ctx, changes, run, waiting, value);
  else
    recordStep(changes, run, { stepId: op.id, op: op.op, name: op.displayName ?? op.name ?? op.id, value });
  return !waiting;
}

function resultOf(op: StepOp): string | null {
  if (op.op === "StepRun" || op.op === "Step") return dataValue(op.data);
  return op.op === "StepError" || op.op === "StepFailed" ? errorValue(op.error ?? op.data) : null;
}

function isFinal(ctx: EngineContext, run: Run, item: QueueItem, headers: AppAnswer["headers"]): boolean {
  const fn = ctx.memory.functions.get(run.functionId);
  return headers["x-inngest-no-retry"] === "true" || !fn || item.attempt + 1 >= maxAttempts(fn.config);
}

function retryItem(
  ctx: EngineContext,
  changes: ChangeSet,
  run: Run,
  item: QueueItem,
  headers: AppAnswer["headers"],
): void {
  const nowMs = Date.now();
  const delayMs = retryAfterMs(headers["retry-after"], nowMs) ?? backoffMs(item.attempt, ctx.retryIntervalMs);
  run.wantsDiscovery = false;
  requeueCall(ctx, changes, run, item, { attempt: item.attempt + 1, dueAtMs: nowMs + delayMs });
}

/** After a discovery call: again at once if it brought a result or something completed meanwhile, else wait for what is pending. */
function settleDiscovery(
  ctx: EngineContext,
  changes: ChangeSet,
  run: Run,
  item: QueueItem,
  recorded: boolean,
): void {
  const isWaiting = [...run.pending.values()].some(({ batch }) => batch === run.lastBatch);
  const again = run.wantsDiscovery || (recorded && !isWaiting);
  run.wantsDiscovery = false;
  if (again) {
    requeueCall(ctx, changes, run, item, { attempt: 0, dueAtMs: Date.now() });
  } else {
    item.state = "done";
    run.items.delete(discoveryStepId);
    deleteItem(changes, run, discoveryStepId);
  }
}
