import { z } from "zod";
import type { EngineContext } from "@/engine/engine-context";
import { makeEvent } from "@/engine/event/stored-event";
import type { StepOp } from "@/engine/protocol/ops";
import type { Run } from "@/engine/state/model";
import { putEvent } from "@/engine/state/rows";
import type { ChangeSet } from "@/engine/store/change-set";
import { startRun } from "./start-run";

const invokeOpts = z.looseObject({
  function_id: z.string(),
  payload: z
    .object({ data: z.record(z.string(), z.unknown()).nullish(), v: z.string().optional() })
    .partial()
    .nullish(),
});

/** Starts the run that a `step.invoke` asks for. Returns what is wrong if it cannot be started. */
export function invokeFunction(
  ctx: EngineContext,
  changes: ChangeSet,
  parent: Run,
  op: StepOp,
  expiresAtMs: number | null,
): string | null {
  const opts = invokeOpts.safeParse(op.opts ?? {});
  if (!opts.success) return "step.invoke without a function";
  const { function_id: functionId, payload } = opts.data;
  const fn = ctx.memory.functions.get(functionId);
  if (!fn || fn.isRemoved) return `could not find function with ID: ${functionId}`;
  const correlationId = `${parent.id}.${op.id}`;
  const about = {
    fn_id: functionId,
    correlation_id: correlationId,
    expire: expiresAtMs,
    name: op.displayName ?? op.name ?? op.id,
    source_fn_id: parent.functionId,
  };
  const data = { ...payload?.data, _inngest: about };
  const event = makeEvent(ctx.newId(), { name: "inngest/function.invoked", data, v: payload?.v });
  putEvent(changes, event, Date.now());
  return startRun(ctx, changes, fn, [event], correlationId)
    ? null
    : "the function is a singleton and runs already";
}
