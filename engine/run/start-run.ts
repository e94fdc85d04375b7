import type { EngineContext } from "@/engine/engine-context";
import { spacedStartMs } from "@/engine/event/throttle";
import { celInteger, celKey } from "@/engine/expression/cel";
import { parseDurationMs } from "@/engine/protocol/durations";
import { concurrencyKeysOf } from "@/engine/queue/concurrency";
import type { EngineFunction, Run, StoredEvent } from "@/engine/state/model";
import { putRun, putRunState } from "@/engine/state/rows";
import { ChangeSet } from "@/engine/store/change-set";
import { cancelRun } from "./cancel-run";
import { requestDiscovery } from "./enqueue-call";

const maxPriorityMs = 12 * 3_600_000;

/**
 * Makes a run of `fn` for these events (one, unless batched), subject to singleton and throttle.
 * Returns null when a singleton in mode `skip` is active already.
 */
export function startRun(
  ctx: EngineContext,
  changes: ChangeSet,
  fn: EngineFunction,
  events: StoredEvent[],
  correlationId: string | null = null,
): Run | null {
  const nowMs = Date.now();
  const event = events[0]?.body ?? {};
  const { singleton, priority, throttle } = fn.config;
  const singletonKey = singleton ? `${fn.id} ${celKey(singleton.key, { event })}` : null;
  const active = singletonKey ? ctx.memory.singletons.get(singletonKey) : undefined;
  if (active && singleton?.mode === "skip") return null;
  if (active) cancelRun(ctx, changes, active);
  const prioritySeconds = priority?.run ? (celInteger(priority.run, { event }) ?? 0) : 0;
  const run: Run = {
    id: ctx.newId(),
    functionId: fn.id,
    status: "Running",
    events,
    queuedAtMs: nowMs,
    startedAtMs: null,
    requestVersion: -1,
    details: {
      priorityMs: Math.max(-maxPriorityMs, Math.min(maxPriorityMs, prioritySeconds * 1000)),
      concurrencyKeys: concurrencyKeysOf(fn, event),
      singletonKey,
      correlationId,
    },
    steps: new Map(),
    stateBytes: events.reduce((total, { json }) => total + json.length, 0),
    pending: new Map(),
    lastBatch: 0,
    items: new Map(),
    wantsDiscovery: false,
    timers: [],
  };
  ctx.memory.addRun(run);
  putRun(changes, run);
  putRunState(changes, run);
  const dueAtMs = throttle ? spacedStartMs(ctx, changes, fn, throttle, event, nowMs) : nowMs;
  requestDiscovery(ctx, changes, run, dueAtMs);
  changes.after(() => armStartTimeout(ctx, run));
  return run;
}

/** `timeouts.start`: cancels the run if no call was made by then. */
export function armStartTimeout(ctx: EngineContext, run: Run): void {
  const text = ctx.memory.functions.get(run.functionId)?.config.timeouts?.start;
  const timeoutMs = text ? parseDurationMs(text) : null;
  if (timeoutMs === null || run.startedAtMs !== null || run.status !== "Running") return;
  armCancel(ctx, run, run.queuedAtMs + timeoutMs, () => run.startedAtMs === null);
}

/** `timeouts.finish`: cancels the run if it still goes on by then, counted from its first call. */
export function armFinishTimeout(ctx: EngineContext, run: Run): void {
  const text = ctx.memory.functions.get(run.functionId)?.config.timeouts?.finish;
  const timeoutMs = text ? parseDurationMs(text) : null;
  if (timeoutMs === null || run.startedAtMs === null || run.status !== "Running") return;
  armCancel(ctx, run, run.startedAtMs + timeoutMs, () => true);
}

function armCancel(ctx: EngineContext, run: Run, dueAtMs: number, applies: () => boolean): void {
  const timer = ctx.timers.at(dueAtMs, () => {
    if (!applies()) return;
    const changes = new ChangeSet();
    cancelRun(ctx, changes, run);
    void ctx.journal.commit(changes);
  });
  run.timers.push(timer);
}
