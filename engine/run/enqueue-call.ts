import type { EngineContext } from "@/engine/engine-context";
import { discoveryStepId, type QueueItem, type Run } from "@/engine/state/model";
import { putItem } from "@/engine/state/rows";
import type { ChangeSet } from "@/engine/store/change-set";

/** Asks for one more discovery call. If one is under way, it follows that one; if one is waiting already, that one will do. */
export function requestDiscovery(
  ctx: EngineContext,
  changes: ChangeSet,
  run: Run,
  dueAtMs = Date.now(),
): void {
  const current = run.items.get(discoveryStepId);
  if (current?.state === "in_flight") run.wantsDiscovery = true;
  else if (!current) enqueueCall(ctx, changes, run, discoveryStepId, dueAtMs);
}

/** Queues a call (attempt 0) for discovery or for one planned step. Idempotent per run and step. */
export function enqueueCall(
  ctx: EngineContext,
  changes: ChangeSet,
  run: Run,
  stepId: string,
  dueAtMs = Date.now(),
): void {
  if (run.items.has(stepId)) return;
  const item: QueueItem = { stepId, attempt: 0, dueAtMs, generation: 0, state: "waiting", refusals: 0 };
  run.items.set(stepId, item);
  putItem(changes, run, item);
  changes.after(() => ctx.scheduler.enqueue(run, item));
}

/** Puts an item whose dispatch just ended back into the queue. The row is written only if it differs from what is stored. */
export function requeueCall(
  ctx: EngineContext,
  changes: ChangeSet,
  run: Run,
  item: QueueItem,
  next: { attempt: number; dueAtMs: number },
): void {
  const isStoredAlready = next.attempt === item.attempt && next.dueAtMs <= Date.now();
  item.attempt = next.attempt;
  item.dueAtMs = next.dueAtMs;
  item.state = "waiting";
  if (!isStoredAlready) putItem(changes, run, item);
  changes.after(() => ctx.scheduler.enqueue(run, item));
}
