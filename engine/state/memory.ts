import type { EngineApp, EngineFunction, Hold, Run } from "./model";

const dedupeMs = 24 * 3_600_000;

/** The working set: everything that is not finished, held in memory and backed by the tables. */
export class Memory {
  readonly apps = new Map<string, EngineApp>();
  readonly functions = new Map<string, EngineFunction>();
  readonly runs = new Map<string, Run>();
  readonly runsByFunction = new Map<string, Set<Run>>();
  readonly eventWaits = new Map<string, Map<string, { run: Run; stepId: string }>>();
  readonly signalWaits = new Map<string, { run: Run; stepId: string }>();
  readonly singletons = new Map<string, Run>();
  readonly holds = new Map<string, Hold>();
  /** What rate limits and throttles remember, by key. */
  readonly limits = new Map<string, { expiresAtMs: number; values: number[] }>();
  readonly cronFiredAtMs = new Map<string, number>();
  private readonly seen = new Map<string, number>();

  addRun(run: Run): void {
    this.runs.set(run.id, run);
    const siblings = this.runsByFunction.get(run.functionId) ?? new Set();
    this.runsByFunction.set(run.functionId, siblings.add(run));
    if (run.details.singletonKey) this.singletons.set(run.details.singletonKey, run);
  }

  removeRun(run: Run): void {
    this.runs.delete(run.id);
    this.runsByFunction.get(run.functionId)?.delete(run);
    const key = run.details.singletonKey;
    if (key && this.singletons.get(key) === run) this.singletons.delete(key);
  }

  addEventWait(name: string, run: Run, stepId: string): void {
    const waits = this.eventWaits.get(name) ?? new Map();
    this.eventWaits.set(name, waits.set(`${run.id}.${stepId}`, { run, stepId }));
  }

  removeEventWait(name: string, run: Run, stepId: string): void {
    const waits = this.eventWaits.get(name);
    waits?.delete(`${run.id}.${stepId}`);
    if (waits?.size === 0) this.eventWaits.delete(name);
  }

  /** Whether this function saw this event id within 24 hours; remembers that it has now. */
  isDuplicate(functionId: string, eventId: string, nowMs: number): boolean {
    const key = `${functionId}\n${eventId}`;
    const seenAtMs = this.seen.get(key);
    if (seenAtMs !== undefined && nowMs - seenAtMs < dedupeMs) return true;
    this.remember(functionId, eventId, nowMs);
    return false;
  }

  remember(functionId: string, eventId: string, atMs: number): void {
    const key = `${functionId}\n${eventId}`;
    // Again at the end, so that the map stays in order of time.
    this.seen.delete(key);
    this.seen.set(key, atMs);
  }

  /** Forgets limits that are over and ids older than a day (in order of time, so it stops at the first younger one). */
  forgetOld(nowMs: number): void {
    for (const [key, { expiresAtMs }] of this.limits) if (expiresAtMs < nowMs) this.limits.delete(key);
    for (const [key, atMs] of this.seen) {
      if (nowMs - atMs < dedupeMs) return;
      this.seen.delete(key);
    }
  }
}
