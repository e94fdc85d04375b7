import type pg from "pg";
import { type EngineRequest, HttpProblem, type Reply } from "./request";
import type { RouteContext } from "./routes";

interface EventRow {
  internal_id: string;
  received_at_ms: string;
  event: string;
}
export interface RunRow {
  id: string;
  function_id: string;
  queued_at_ms: string;
  started_at_ms: string | null;
  ended_at_ms: string | null;
  status: string;
  output: string | null;
}
const selectRuns =
  "select r.id, r.function_id, r.queued_at_ms, s.started_at_ms, s.ended_at_ms, s.status, s.output from engine.runs r join engine.run_states s on s.run_id = r.id";
const maxListed = 100;

export async function answerEventList({ pool }: RouteContext, request: EngineRequest): Promise<Reply> {
  const limit = Math.min(Math.max(Number(request.url.searchParams.get("limit")) || 20, 1), maxListed);
  const name = request.url.searchParams.get("name");
  const { rows } = await pool.query<EventRow>(
    `select * from engine.events where ($2::text is null and name not like 'inngest/%') or name = $2
     order by received_at_ms desc, internal_id desc limit $1`,
    [limit, name],
  );
  return wrapped(rows.map(eventView));
}

export async function answerEvent({ pool }: RouteContext, request: EngineRequest): Promise<Reply> {
  const { rows } = await pool.query<EventRow>(
    "select * from engine.events where internal_id = $1",
    request.params,
  );
  const [row] = rows;
  if (!row) throw new HttpProblem(404, "no such event");
  return wrapped(eventView(row));
}

export async function answerEventRuns({ pool }: RouteContext, request: EngineRequest): Promise<Reply> {
  const { rows } = await pool.query<RunRow>(
    `${selectRuns} join engine.run_events e on e.run_id = r.id where e.event_id = $1 order by r.id`,
    request.params,
  );
  return wrapped(rows.map(runView));
}

export async function answerRun({ pool }: RouteContext, request: EngineRequest): Promise<Reply> {
  const { rows } = await pool.query<RunRow>(`${selectRuns} where r.id = $1`, request.params);
  const [row] = rows;
  if (!row) throw new HttpProblem(404, "no such run");
  return wrapped(runView(row));
}

/** The functions' last runs, newest first. */
export async function lastRuns(pool: pg.Pool, limit: number): Promise<RunRow[]> {
  const { rows } = await pool.query<RunRow>(`${selectRuns} order by r.queued_at_ms desc limit $1`, [limit]);
  return rows;
}

function eventView(row: EventRow): object {
  const body = JSON.parse(row.event) as object;
  return { internal_id: row.internal_id, received_at: isoTime(row.received_at_ms), ...body };
}

function runView(row: RunRow): object {
  return {
    run_id: row.id,
    function_id: row.function_id,
    run_started_at: isoTime(row.started_at_ms ?? row.queued_at_ms),
    ended_at: isoTime(row.ended_at_ms),
    status: row.status,
    output: row.output === null ? null : JSON.parse(row.output),
  };
}

function isoTime(ms: string | null): string | null {
  return ms === null ? null : new Date(Number(ms)).toISOString();
}

function wrapped(data: unknown): Reply {
  const now = new Date().toISOString();
  return { status: 200, body: { data, metadata: { fetched_at: now, cached_until: now } } };
}
