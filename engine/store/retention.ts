import type pg from "pg";
import { log } from "@/engine/log";
import type { Memory } from "@/engine/state/memory";

const everyMs = 3_600_000;
const dayMs = 86_400_000;

/** Once an hour deletes ended runs, events and limits that are past their time. Active runs and what they need are never touched. */
export function keepTidy(pool: pg.Pool, memory: Memory, retentionDays: number): NodeJS.Timeout {
  const timer = setInterval(() => {
    memory.forgetOld(Date.now());
    deleteOld(pool, Date.now(), retentionDays).catch((error) =>
      log.warn({ error: String(error) }, "tidying failed"),
    );
  }, everyMs);
  return timer.unref();
}

export async function deleteOld(pool: pg.Pool, nowMs: number, retentionDays: number): Promise<void> {
  const beforeMs = nowMs - retentionDays * dayMs;
  await pool.query(
    `with old as (select run_id from engine.run_states where ended_at_ms < $1),
       a as (delete from engine.steps where run_id in (select run_id from old)),
       b as (delete from engine.run_events where run_id in (select run_id from old)),
       c as (delete from engine.runs where id in (select run_id from old))
     delete from engine.run_states where run_id in (select run_id from old)`,
    [beforeMs],
  );
  await pool.query(
    "delete from engine.events e where received_at_ms < $1 and not exists (select 1 from engine.run_events r where r.event_id = e.internal_id)",
    [beforeMs],
  );
  await pool.query("delete from engine.limits where expires_at_ms < $1", [nowMs]);
}
