import type { EngineContext } from "@/engine/engine-context";
import { celKey } from "@/engine/expression/cel";
import { parseDurationMs } from "@/engine/protocol/durations";
import type { FunctionConfig } from "@/engine/protocol/function-config";
import { startRun } from "@/engine/run/start-run";
import type { EngineFunction, Hold, StoredEvent } from "@/engine/state/model";
import { putHold } from "@/engine/state/rows";
import { ChangeSet } from "@/engine/store/change-set";

/** Starts the clock anew with the latest event; `timeout` caps how long a steady stream can put the run off. */
export function debounceEvent(
  ctx: EngineContext,
  changes: ChangeSet,
  fn: EngineFunction,
  debounce: NonNullable<FunctionConfig["debounce"]>,
  event: StoredEvent,
): void {
  const key = `debounce ${fn.id} ${celKey(debounce.key, { event: event.body })}`;
  const nowMs = Date.now();
  const current = ctx.memory.holds.get(key);
  const capMs = debounce.timeout ? parseDurationMs(debounce.timeout) : null;
  const latestAtMs = current ? current.latestAtMs : capMs === null ? null : nowMs + capMs;
  const dueAtMs = Math.min(
    nowMs + (parseDurationMs(debounce.period) ?? 0),
    latestAtMs ?? Number.POSITIVE_INFINITY,
  );
  keep(ctx, changes, { key, kind: "debounce", functionId: fn.id, dueAtMs, latestAtMs, events: [event] });
}

/** Adds to the batch of this key; a full batch starts its run at once, any other when its first event is `timeout` old. */
export function addToBatch(
  ctx: EngineContext,
  changes: ChangeSet,
  fn: EngineFunction,
  batch: NonNullable<FunctionConfig["batchEvents"]>,
  event: StoredEvent,
): void {
  const key = `batch ${fn.id} ${celKey(batch.key, { event: event.body })}`;
  const current = ctx.memory.holds.get(key);
  const dueAtMs = current?.dueAtMs ?? Date.now() + (parseDurationMs(batch.timeout) ?? 0);
  const events = [...(current?.events ?? []), event];
  const hold: Hold = { key, kind: "batch", functionId: fn.id, dueAtMs, latestAtMs: null, events };
  if (events.length < batch.maxSize) {
    keep(ctx, changes, hold);
    return;
  }
  current?.timer?.cancel();
  release(ctx, changes, hold);
}

/** Sets the clock of a hold, also of one that was read back from the database. */
export function armHold(ctx: EngineContext, hold: Hold): void {
  hold.timer?.cancel();
  hold.timer = ctx.timers.at(hold.dueAtMs, () => {
    if (ctx.memory.holds.get(hold.key) !== hold) return;
    const changes = new ChangeSet();
    release(ctx, changes, hold);
    void ctx.journal.commit(changes);
  });
}

function keep(ctx: EngineContext, changes: ChangeSet, hold: Hold): void {
  ctx.memory.holds.get(hold.key)?.timer?.cancel();
  ctx.memory.holds.set(hold.key, hold);
  putHold(changes, hold);
  armHold(ctx, hold);
}

function release(ctx: EngineContext, changes: ChangeSet, hold: Hold): void {
  ctx.memory.holds.delete(hold.key);
  changes.delete("holds", hold.key, [hold.key]);
  const fn = ctx.memory.functions.get(hold.functionId);
  if (fn && !fn.isRemoved) startRun(ctx, changes, fn, hold.events);
}
