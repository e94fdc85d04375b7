import type { EngineContext } from "@/engine/engine-context";
import { log } from "@/engine/log";
import { parseDueAtMs } from "@/engine/protocol/durations";
import type { StepOp } from "@/engine/protocol/ops";
import { errorValue } from "@/engine/protocol/step-values";
import type { PendingKind, PendingOp, Run } from "@/engine/state/model";
import { putPending } from "@/engine/state/rows";
import type { ChangeSet } from "@/engine/store/change-set";
import { armPending } from "./arm-pending";
import { enqueueCall } from "./enqueue-call";
import { invokeFunction } from "./invoke-function";
import { recordStep } from "./record-step";

const kinds: Record<string, PendingKind> = {
  StepPlanned: "planned",
  Sleep: "sleep",
  WaitForEvent: "event",
  WaitForSignal: "signal",
  InvokeFunction: "invoke",
  Gateway: "gateway",
};
const yearMs = 365 * 86_400_000;

/**
 * Registers an op that the run has to wait for. Ops that are known already (SDKs with request version 1 report them again) are left alone.
 * Returns true if the op failed at once, so that its error is recorded and the function has to be told.
 */
export function addPendingOp(ctx: EngineContext, changes: ChangeSet, run: Run, op: StepOp): boolean {
  const kind = kinds[op.op];
  if (run.steps.has(op.id) || run.pending.has(op.id)) return false;
  if (!kind) return failOp(changes, run, op, `this server does not know the op ${op.op}`);
  const pending = pendingOf(run, op, kind);
  if (kind === "sleep" && pending.dueAtMs === null) return failOp(changes, run, op, `not a time: ${op.name}`);
  const { signal } = pending.details;
  if (kind === "signal" && signal && ctx.memory.signalWaits.has(signal) && op.opts?.conflict !== "replace") {
    return failOp(changes, run, op, `another run waits for the signal ${signal} already`);
  }
  if (kind === "invoke") {
    const problem = invokeFunction(ctx, changes, run, op, pending.dueAtMs);
    if (problem) return failOp(changes, run, op, problem);
  }
  run.pending.set(op.id, pending);
  putPending(changes, run, pending);
  armPending(ctx, run, pending);
  if (kind === "planned") enqueueCall(ctx, changes, run, op.id);
  return false;
}

function pendingOf(run: Run, op: StepOp, kind: PendingKind): PendingOp {
  const opts = op.opts ?? {};
  const text = (key: string) => (typeof opts[key] === "string" ? opts[key] : undefined);
  const nowMs = Date.now();
  const timeout = text("timeout");
  const due: Record<PendingKind, number | null> = {
    planned: null,
    gateway: null,
    sleep: parseDueAtMs(op.name ?? "", nowMs),
    event: timeout ? parseDueAtMs(timeout, nowMs) : nowMs + yearMs,
    signal: timeout ? parseDueAtMs(timeout, nowMs) : nowMs + yearMs,
    invoke: timeout ? parseDueAtMs(timeout, nowMs) : nowMs + yearMs,
  };
  return {
    stepId: op.id,
    kind,
    batch: run.lastBatch,
    race: opts.parallelMode === "race",
    dueAtMs: due[kind],
    details: {
      name: op.displayName ?? op.name ?? op.id,
      ...(kind === "event" ? { event: op.name ?? "", expression: text("if") } : {}),
      ...(kind === "signal" ? { signal: text("signal") ?? "" } : {}),
      ...(kind === "gateway" ? { request: opts } : {}),
    },
  };
}

function failOp(changes: ChangeSet, run: Run, op: StepOp, message: string): boolean {
  log.warn({ runId: run.id, op: op.op, message }, "an op failed at once");
  const value = errorValue({ name: "Error", message });
  return recordStep(changes, run, { stepId: op.id, op: op.op, name: op.displayName ?? op.id, value });
}
