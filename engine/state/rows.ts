import type { ChangeSet } from "@/engine/store/change-set";
import type { EngineFunction, Hold, PendingOp, QueueItem, Run, StoredEvent } from "./model";

/** How the model is written to its tables (columns in the order of engine/store/tables.ts). */
export function putEvent(changes: ChangeSet, event: StoredEvent, nowMs: number): void {
  changes.put("events", event.internalId, [
    event.internalId,
    storableText(event.body.name),
    nowMs,
    event.json,
  ]);
}

export function putRun(changes: ChangeSet, run: Run): void {
  const events = `[${run.events.map(storedEventJson).join(",")}]`;
  const dedupeKey = storableText(run.events[0]?.body.id ?? "");
  const details = JSON.stringify(run.details);
  changes.put("runs", run.id, [run.id, run.functionId, run.queuedAtMs, dedupeKey, events, details]);
  for (const { internalId } of run.events) {
    changes.put("run_events", `${internalId}.${run.id}`, [internalId, run.id]);
  }
}

export function putRunState(changes: ChangeSet, run: Run, ended?: { atMs: number; output: string }): void {
  const { id, status, startedAtMs, requestVersion } = run;
  const cells = [id, status, startedAtMs, ended?.atMs ?? null, requestVersion, ended?.output ?? null];
  changes.put("run_states", id, cells);
}

export function putItem(changes: ChangeSet, run: Run, item: QueueItem): void {
  const cells = [run.id, item.stepId, item.attempt, Math.ceil(item.dueAtMs)];
  changes.put("queue_items", `${run.id}.${item.stepId}`, cells);
}

export function deleteItem(changes: ChangeSet, run: Run, stepId: string): void {
  changes.delete("queue_items", `${run.id}.${stepId}`, [run.id, stepId]);
}

export function putPending(changes: ChangeSet, run: Run, op: PendingOp): void {
  const { stepId, kind, batch, race, dueAtMs, details } = op;
  const due = dueAtMs === null ? null : Math.ceil(dueAtMs);
  changes.put("pending_ops", `${run.id}.${stepId}`, [
    run.id,
    stepId,
    kind,
    batch,
    race,
    due,
    JSON.stringify(details),
  ]);
}

export function deletePending(changes: ChangeSet, run: Run, stepId: string): void {
  changes.delete("pending_ops", `${run.id}.${stepId}`, [run.id, stepId]);
}

export function putHold(changes: ChangeSet, hold: Hold): void {
  const events = hold.events.map(storedEventJson).join(",");
  const details = `{"latestAtMs":${hold.latestAtMs},"events":[${events}]}`;
  changes.put("holds", hold.key, [hold.key, hold.kind, hold.functionId, Math.ceil(hold.dueAtMs), details]);
}

export function putFunction(changes: ChangeSet, fn: EngineFunction, nowMs: number): void {
  const removedAtMs = fn.isRemoved ? nowMs : null;
  changes.put("functions", fn.id, [fn.id, fn.uuid, fn.appName, JSON.stringify(fn.config), removedAtMs]);
}

/** Text columns cannot hold U+0000, which a JSON string may contain. */
export function storableText(text: string): string {
  return text.replaceAll("\u0000", "\u2400");
}

function storedEventJson(event: StoredEvent): string {
  return `{"internalId":${JSON.stringify(event.internalId)},"body":${event.json}}`;
}
