import type { EngineContext } from "@/engine/engine-context";
import { errorValue, nullValue } from "@/engine/protocol/step-values";
import type { PendingOp, Run } from "@/engine/state/model";
import { ChangeSet } from "@/engine/store/change-set";
import { completePending } from "./record-step";
import { sendGatewayRequest } from "./send-gateway-request";

const invokeTimeout = {
  name: "InngestInvokeTimeoutError",
  message: "Timed out waiting for invoked function to complete",
};

/** Sets the clock of a pending op and enters it where it will be looked for. Also for ops read back from the database. */
export function armPending(ctx: EngineContext, run: Run, op: PendingOp): void {
  const { event, signal } = op.details;
  if (op.kind === "event" && event) ctx.memory.addEventWait(event, run, op.stepId);
  if (op.kind === "signal" && signal) ctx.memory.signalWaits.set(signal, { run, stepId: op.stepId });
  if (op.kind === "gateway") void sendGatewayRequest(op).then((value) => finish(ctx, run, op, value));
  if (op.dueAtMs === null) return;
  const value =
    op.kind === "invoke"
      ? errorValue({ ...invokeTimeout, error: `${invokeTimeout.name}: ${invokeTimeout.message}` })
      : nullValue;
  op.timer = ctx.timers.at(op.dueAtMs, () => finish(ctx, run, op, value));
}

function finish(ctx: EngineContext, run: Run, op: PendingOp, value: string): void {
  if (run.pending.get(op.stepId) !== op) return;
  const changes = new ChangeSet();
  completePending(ctx, changes, run, op, value);
  void ctx.journal.commit(changes);
}
