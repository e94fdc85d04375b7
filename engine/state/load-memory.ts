import type pg from "pg";
import { canonicalJson } from "@/engine/protocol/canonical";
import { functionConfig } from "@/engine/protocol/function-config";
import type { Memory } from "./memory";
import type { EventBody, Hold, PendingDetails, PendingKind, Run, RunDetails, StoredEvent } from "./model";

const dayMs = 86_400_000;
/** What was stored by us is trusted to have the shape we gave it. */
const parse = <T>(text: string): T => JSON.parse(text) as T;

/** Reads the working set back. Calls that were in flight are waiting again: their row stays until their answer is durable. */
export async function loadMemory(client: pg.Client, memory: Memory): Promise<void> {
  await loadFunctions(client, memory);
  await loadRuns(client, memory);
  await loadSteps(client, memory);
  await loadFlowControl(client, memory);
}

async function loadFunctions(client: pg.Client, memory: Memory): Promise<void> {
  const apps = await client.query<{ name: string; url: string; details: string }>(
    "select * from engine.apps",
  );
  for (const { name, url, details } of apps.rows) {
    memory.apps.set(name, { name, url, ...parse<{ checksum: string; id: string }>(details) });
  }
  const functions = await client.query<{
    id: string;
    uuid: string;
    app_name: string;
    config: string;
    removed_at_ms: string | null;
  }>("select * from engine.functions");
  for (const { id, uuid, app_name, config, removed_at_ms } of functions.rows) {
    const parsed = functionConfig.parse(JSON.parse(config));
    memory.functions.set(id, {
      id,
      uuid,
      appName: app_name,
      config: parsed,
      isRemoved: removed_at_ms !== null,
    });
  }
}

async function loadRuns(client: pg.Client, memory: Memory): Promise<void> {
  const { rows } = await client.query<{
    id: string;
    function_id: string;
    queued_at_ms: string;
    started_at_ms: string | null;
    request_version: number;
    events: string;
    details: string;
  }>(
    `select r.*, s.started_at_ms, s.request_version from engine.run_states s join engine.runs r on r.id = s.run_id
     where s.ended_at_ms is null order by r.id`,
  );
  for (const row of rows) {
    const events = loadEvents(parse(row.events));
    const run: Run = {
      id: row.id,
      functionId: row.function_id,
      status: "Running",
      events,
      queuedAtMs: Number(row.queued_at_ms),
      startedAtMs: row.started_at_ms === null ? null : Number(row.started_at_ms),
      requestVersion: row.request_version,
      details: parse<RunDetails>(row.details),
      steps: new Map(),
      stateBytes: events.reduce((total, { json }) => total + json.length, 0),
      pending: new Map(),
      lastBatch: 0,
      items: new Map(),
      wantsDiscovery: false,
      timers: [],
    };
    memory.addRun(run);
  }
}

async function loadSteps(client: pg.Client, memory: Memory): Promise<void> {
  const active = "run_id in (select run_id from engine.run_states where ended_at_ms is null)";
  const steps = await client.query<{ run_id: string; step_id: string; value: string }>(
    `select run_id, step_id, value from engine.steps where ${active} order by run_id, position`,
  );
  for (const { run_id, step_id, value } of steps.rows) {
    const run = memory.runs.get(run_id);
    run?.steps.set(step_id, value);
    if (run) run.stateBytes += value.length;
  }
  const pending = await client.query<{
    run_id: string;
    step_id: string;
    kind: PendingKind;
    batch: number;
    race: boolean;
    due_at_ms: string | null;
    details: string;
  }>(`select * from engine.pending_ops where ${active}`);
  for (const { run_id, step_id: stepId, kind, batch, race, due_at_ms, details } of pending.rows) {
    const run = memory.runs.get(run_id);
    if (!run) continue;
    const dueAtMs = due_at_ms === null ? null : Number(due_at_ms);
    run.pending.set(stepId, { stepId, kind, batch, race, dueAtMs, details: parse<PendingDetails>(details) });
    run.lastBatch = Math.max(run.lastBatch, batch);
  }
  const items = await client.query<{ run_id: string; step_id: string; attempt: number; due_at_ms: string }>(
    `select * from engine.queue_items where ${active}`,
  );
  for (const { run_id, step_id: stepId, attempt, due_at_ms } of items.rows) {
    const dueAtMs = Number(due_at_ms);
    const item = { stepId, attempt, dueAtMs, generation: 0, state: "waiting" as const, refusals: 0 };
    memory.runs.get(run_id)?.items.set(stepId, item);
  }
}

async function loadFlowControl(client: pg.Client, memory: Memory): Promise<void> {
  const nowMs = Date.now();
  const holds = await client.query<{
    key: string;
    kind: Hold["kind"];
    function_id: string;
    due_at_ms: string;
    details: string;
  }>("select * from engine.holds");
  for (const { key, kind, function_id, due_at_ms, details } of holds.rows) {
    const { latestAtMs, events } = parse<{ latestAtMs: number | null; events: RawEvent[] }>(details);
    const hold = { key, kind, functionId: function_id, dueAtMs: Number(due_at_ms), latestAtMs };
    memory.holds.set(key, { ...hold, events: loadEvents(events) });
  }
  const limits = await client.query<{ key: string; expires_at_ms: string; details: string }>(
    "select * from engine.limits where expires_at_ms > $1",
    [nowMs],
  );
  for (const { key, expires_at_ms, details } of limits.rows) {
    memory.limits.set(key, { expiresAtMs: Number(expires_at_ms), values: parse(details) });
  }
  const crons = await client.query<{ function_id: string; cron: string; fired_at_ms: string }>(
    "select * from engine.crons",
  );
  for (const { function_id, cron, fired_at_ms } of crons.rows) {
    memory.cronFiredAtMs.set(`${function_id}\n${cron}`, Number(fired_at_ms));
  }
  const seen = await client.query<{ function_id: string; dedupe_key: string; queued_at_ms: string }>(
    "select function_id, dedupe_key, queued_at_ms from engine.runs where queued_at_ms > $1 order by queued_at_ms",
    [nowMs - dayMs],
  );
  for (const row of seen.rows) memory.remember(row.function_id, row.dedupe_key, Number(row.queued_at_ms));
}

interface RawEvent {
  internalId: string;
  body: EventBody;
}

function loadEvents(raw: RawEvent[]): StoredEvent[] {
  return raw.map(({ internalId, body }) => ({ internalId, body, json: canonicalJson(body) }));
}
