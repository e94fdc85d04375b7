/**
 * Forward-only. Never edit one that has shipped: add the next. Payload columns are `json` and not `jsonb`, because `json` keeps
 * the text as it is (canonical order, big numbers, \u0000), and nothing in here is ever searched inside a payload.
 */
export const migrations: readonly string[] = [
  `
create table engine.epochs (epoch bigint generated always as identity primary key, started_at timestamptz not null default now());
create table engine.apps (
  name text primary key, url text not null, details json not null, synced_at_ms bigint not null);
create table engine.functions (
  id text primary key, uuid text not null, app_name text not null, config json not null, removed_at_ms bigint);
create table engine.events (
  internal_id text primary key, name text not null, received_at_ms bigint not null, event json not null);
create index events_received on engine.events (received_at_ms);
create table engine.runs (
  id text primary key, function_id text not null, queued_at_ms bigint not null, dedupe_key text not null, events json not null,
  details json not null);
create index runs_queued on engine.runs (queued_at_ms);
create table engine.run_events (event_id text not null, run_id text not null, primary key (event_id, run_id));
create index run_events_run on engine.run_events (run_id);
create table engine.run_states (
  run_id text primary key, status text not null, started_at_ms bigint, ended_at_ms bigint, request_version int not null,
  output json);
create index run_states_active on engine.run_states (run_id) where ended_at_ms is null;
create index run_states_ended on engine.run_states (ended_at_ms);
create table engine.steps (
  run_id text not null, step_id text not null, position int not null, op text not null, name text not null,
  recorded_at_ms bigint not null, value json not null, primary key (run_id, step_id));
create table engine.pending_ops (
  run_id text not null, step_id text not null, kind text not null, batch int not null, race boolean not null,
  due_at_ms bigint, details json not null, primary key (run_id, step_id));
create table engine.queue_items (
  run_id text not null, step_id text not null, attempt int not null, due_at_ms bigint not null,
  primary key (run_id, step_id));
create table engine.holds (
  key text primary key, kind text not null, function_id text not null, due_at_ms bigint not null, details json not null);
create table engine.limits (key text primary key, expires_at_ms bigint not null, details json not null);
create table engine.crons (
  function_id text not null, cron text not null, fired_at_ms bigint not null, primary key (function_id, cron));
`,
];
