import type { EngineContext } from "@/engine/engine-context";
import { makeEvent } from "@/engine/event/stored-event";
import { canonicalJson } from "@/engine/protocol/canonical";
import { dataValue, runError } from "@/engine/protocol/step-values";
import type { Run } from "@/engine/state/model";
import { deleteItem, putRunState } from "@/engine/state/rows";
import type { ChangeSet } from "@/engine/store/change-set";
import { completePending, dropPending } from "./record-step";

export type RunEnd =
  | { status: "Completed"; result: unknown }
  | { status: "Failed"; error: unknown }
  | { status: "Cancelled" };

const cancelledError = { name: "Error", message: "function cancelled" };
const endEvents = new Set([
  "inngest/function.finished",
  "inngest/function.failed",
  "inngest/function.cancelled",
]);

/** Ends a run: drops all it waited for, answers the run that invoked it, and emits the events of protocol section 11. */
export function finishRun(ctx: EngineContext, changes: ChangeSet, run: Run, end: RunEnd): void {
  if (run.status !== "Running") return;
  run.status = end.status;
  for (const op of [...run.pending.values()]) dropPending(ctx, changes, run, op);
  for (const item of run.items.values()) {
    item.state = "done";
    item.timer?.cancel();
    deleteItem(changes, run, item.stepId);
  }
  run.items.clear();
  for (const timer of run.timers) timer.cancel();
  ctx.memory.removeRun(run);
  putRunState(changes, run, { atMs: Date.now(), output: outputJson(end) });
  answerInvoker(ctx, changes, run, end);
  // Runs that were triggered by the end of a run emit none themselves: that could go round for ever.
  if (!endEvents.has(run.events[0]?.body.name ?? "")) emitEndEvents(ctx, changes, run, end);
}

function outputJson(end: RunEnd): string {
  if (end.status === "Completed") return canonicalJson(end.result ?? null);
  return end.status === "Failed" ? canonicalJson(runError(end.error)) : "{}";
}

function answerInvoker(ctx: EngineContext, changes: ChangeSet, run: Run, end: RunEnd): void {
  const [parentId = "", stepId = ""] = run.details.correlationId?.split(".") ?? [];
  const parent = ctx.memory.runs.get(parentId);
  const op = parent?.pending.get(stepId);
  if (!parent || op?.kind !== "invoke") return;
  const value = end.status === "Completed" ? dataValue(end.result) : canonicalJson({ error: endError(end) });
  completePending(ctx, changes, parent, op, value);
}

function endError(end: RunEnd): Record<string, unknown> {
  return runError(end.status === "Failed" ? end.error : cancelledError);
}

function emitEndEvents(ctx: EngineContext, changes: ChangeSet, run: Run, end: RunEnd): void {
  const trigger = run.events[0]?.body;
  const data = {
    function_id: run.functionId,
    run_id: run.id,
    event: trigger,
    events: run.events.map(({ body }) => body),
    ...(run.details.correlationId ? { correlation_id: run.details.correlationId } : {}),
    ...(end.status === "Completed" ? { result: end.result ?? null } : { error: endError(end) }),
    _inngest: { status: end.status },
  };
  const emit = (name: string, id?: string) =>
    ctx.receiveEvent(changes, makeEvent(ctx.newId(), { name, data, id }));
  emit("inngest/function.finished");
  if (end.status === "Failed") emit("inngest/function.failed", run.id);
  if (end.status === "Cancelled") emit("inngest/function.cancelled", run.id);
}
