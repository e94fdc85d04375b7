import { Cron } from "croner";
import type { EngineContext } from "@/engine/engine-context";
import { log } from "@/engine/log";
import type { Timer } from "@/engine/queue/timers";
import { startRun } from "@/engine/run/start-run";
import type { EngineFunction } from "@/engine/state/model";
import { putEvent } from "@/engine/state/rows";
import { ChangeSet } from "@/engine/store/change-set";
import { makeEvent } from "./stored-event";

/** Keeps one timer per cron trigger. Of the ticks missed while the engine was down, the latest is made up for, once. */
export class CronSchedule {
  private readonly timers = new Map<string, Timer>();

  constructor(private readonly ctx: EngineContext) {}

  /** Brings the timers in line with the functions; call it whenever these have changed. */
  refresh(): void {
    const wanted = new Map<string, () => void>();
    for (const fn of this.ctx.memory.functions.values()) {
      if (fn.isRemoved) continue;
      for (const { cron } of fn.config.triggers)
        if (cron) wanted.set(keyOf(fn, cron), () => this.begin(fn.id, cron));
    }
    for (const [key, timer] of this.timers) {
      if (wanted.has(key)) continue;
      timer.cancel();
      this.timers.delete(key);
    }
    for (const [key, begin] of wanted) if (!this.timers.has(key)) begin();
  }

  private begin(functionId: string, cron: string): void {
    const fn = this.ctx.memory.functions.get(functionId);
    const schedule = parseCron(cron);
    if (!fn || !schedule) return;
    const key = keyOf(fn, cron);
    const firedAtMs = this.ctx.memory.cronFiredAtMs.get(key);
    const missed = firedAtMs === undefined ? null : latestMissed(schedule, firedAtMs, Date.now());
    if (missed) this.fire(fn, cron, missed);
    else if (firedAtMs === undefined) this.remember(fn, cron, Date.now());
    this.arm(fn.id, cron, schedule, new Date());
  }

  private arm(functionId: string, cron: string, schedule: Cron, after: Date): void {
    const next = schedule.nextRun(after);
    const fn = this.ctx.memory.functions.get(functionId);
    if (!next || !fn) return;
    const timer = this.ctx.timers.at(next.getTime(), () => {
      const current = this.ctx.memory.functions.get(functionId);
      if (current && !current.isRemoved) this.fire(current, cron, next);
      this.arm(functionId, cron, schedule, next);
    });
    this.timers.set(keyOf(fn, cron), timer);
  }

  private fire(fn: EngineFunction, cron: string, scheduledAt: Date): void {
    const changes = new ChangeSet();
    const at = scheduledAt.toISOString().replace(".000Z", "Z");
    const data = { cron, scheduledAt: at, fireAt: at };
    const event = makeEvent(this.ctx.newId(), {
      name: "inngest/scheduled.timer",
      id: at,
      ts: scheduledAt.getTime(),
      data,
    });
    putEvent(changes, event, Date.now());
    startRun(this.ctx, changes, fn, [event]);
    this.remember(fn, cron, scheduledAt.getTime(), changes);
    void this.ctx.journal.commit(changes);
  }

  private remember(fn: EngineFunction, cron: string, firedAtMs: number, changes?: ChangeSet): void {
    const set = changes ?? new ChangeSet();
    this.ctx.memory.cronFiredAtMs.set(keyOf(fn, cron), firedAtMs);
    set.put("crons", keyOf(fn, cron), [fn.id, cron, firedAtMs]);
    if (!changes) void this.ctx.journal.commit(set);
  }
}

/** A cron of five fields (or `@daily` and the like), optionally after `TZ=Area/City `; UTC without. Null if it is none. */
export function parseCron(text: string): Cron | null {
  const [, timezone = "UTC", pattern = ""] = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/.exec(text) ?? [];
  try {
    return new Cron(pattern.trim(), { timezone, paused: true });
  } catch (error) {
    log.error({ cron: text, error: String(error) }, "not a cron expression");
    return null;
  }
}

/** The last tick after `firedAtMs` and up to now, or null when none was missed. */
export function latestMissed(schedule: Cron, firedAtMs: number, nowMs: number): Date | null {
  const next = schedule.nextRun(new Date(firedAtMs));
  if (!next || next.getTime() > nowMs) return null;
  const [latest] = schedule.previousRuns(1, new Date(nowMs));
  return latest && latest.getTime() > firedAtMs ? latest : next;
}

function keyOf(fn: EngineFunction, cron: string): string {
  return `${fn.id}\n${cron}`;
}
