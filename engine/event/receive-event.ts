import type { EngineContext } from "@/engine/engine-context";
import { celMatches } from "@/engine/expression/cel";
import { cancelRun } from "@/engine/run/cancel-run";
import { completePending } from "@/engine/run/record-step";
import type { EngineFunction, StoredEvent } from "@/engine/state/model";
import { putEvent } from "@/engine/state/rows";
import type { ChangeSet } from "@/engine/store/change-set";
import { admitEvent } from "./admit-event";
import { matchesCancel } from "./match-cancel";
import { matchesName } from "./match-name";

/**
 * Everything an event causes, decided at once and written with the event itself: runs it cancels, waits it ends, runs it starts.
 * An event that was acknowledged has therefore had its effect, whatever happens next.
 */
export function receiveEvent(ctx: EngineContext, changes: ChangeSet, event: StoredEvent): void {
  putEvent(changes, event, Date.now());
  for (const fn of ctx.memory.functions.values()) cancelMatchingRuns(ctx, changes, fn, event);
  endWaits(ctx, changes, event);
  for (const fn of ctx.memory.functions.values()) {
    if (!fn.isRemoved && isTriggeredBy(fn, event)) admitEvent(ctx, changes, fn, event);
  }
}

function isTriggeredBy(fn: EngineFunction, { body }: StoredEvent): boolean {
  return fn.config.triggers.some(
    ({ event, expression }) =>
      event !== undefined && matchesName(event, body.name) && celMatches(expression, { event: body }),
  );
}

function cancelMatchingRuns(
  ctx: EngineContext,
  changes: ChangeSet,
  fn: EngineFunction,
  event: StoredEvent,
): void {
  for (const rule of fn.config.cancel ?? []) {
    if (!matchesName(rule.event, event.body.name)) continue;
    for (const run of [...(ctx.memory.runsByFunction.get(fn.id) ?? [])]) {
      if (matchesCancel(rule, run, event.body)) cancelRun(ctx, changes, run);
    }
  }
}

function endWaits(ctx: EngineContext, changes: ChangeSet, event: StoredEvent): void {
  for (const { run, stepId } of [...(ctx.memory.eventWaits.get(event.body.name)?.values() ?? [])]) {
    const op = run.pending.get(stepId);
    if (!op) continue;
    const context = { event: run.events[0]?.body ?? {}, async: event.body };
    if (celMatches(op.details.expression, context)) completePending(ctx, changes, run, op, event.json);
  }
}
