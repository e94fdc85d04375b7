import type { EngineContext } from "@/engine/engine-context";
import { celKey, celMatches } from "@/engine/expression/cel";
import { parseDurationMs } from "@/engine/protocol/durations";
import { startRun } from "@/engine/run/start-run";
import type { EngineFunction, StoredEvent } from "@/engine/state/model";
import type { ChangeSet } from "@/engine/store/change-set";
import { addToBatch, debounceEvent } from "./hold-event";
import { takeFromWindow } from "./rate-limit";

const idempotencyPeriodMs = 24 * 3_600_000;

/** What becomes of an event that triggers `fn`, in the real server's order: duplicate, batch, rate limit, debounce, run. */
export function admitEvent(
  ctx: EngineContext,
  changes: ChangeSet,
  fn: EngineFunction,
  event: StoredEvent,
): void {
  const { batchEvents, rateLimit, idempotency, debounce } = fn.config;
  const context = { event: event.body };
  if (ctx.memory.isDuplicate(fn.id, event.body.id, Date.now())) return;
  if (batchEvents && celMatches(batchEvents.if, context)) {
    addToBatch(ctx, changes, fn, batchEvents, event);
    return;
  }
  if (rateLimit) {
    const key = `rate ${fn.id} ${celKey(rateLimit.key, context)}`;
    const periodMs = parseDurationMs(rateLimit.period) ?? 0;
    if (!takeFromWindow(ctx, changes, key, rateLimit.limit, periodMs)) return;
  }
  if (idempotency) {
    const key = `idempotency ${fn.id} ${celKey(idempotency, context)}`;
    if (!takeFromWindow(ctx, changes, key, 1, idempotencyPeriodMs)) return;
  }
  if (debounce) {
    debounceEvent(ctx, changes, fn, debounce, event);
    return;
  }
  startRun(ctx, changes, fn, [event]);
}
