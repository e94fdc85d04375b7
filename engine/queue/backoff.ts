const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** The real server's table: index is the 0-based attempt that failed. */
const tableMs = [
  15 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  20 * minute,
  40 * minute,
  hour,
  2 * hour,
];
const jitterMs = 30 * second;

/** Milliseconds until the next try after the 0-based `attempt` failed. `retryIntervalMs` replaces the table. */
export function backoffMs(attempt: number, retryIntervalMs: number | null): number {
  if (retryIntervalMs !== null) return retryIntervalMs;
  return (tableMs[Math.min(attempt, tableMs.length - 1)] ?? 2 * hour) + Math.random() * jitterMs;
}

/** Milliseconds named by a `retry-after` header (whole seconds or a date), clipped to 1 s .. 24 h; null without one. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (!header) return null;
  const delayMs = /^\d+$/.test(header) ? Number(header) * second : Date.parse(header) - nowMs;
  return Number.isNaN(delayMs) ? null : Math.min(Math.max(delayMs, second), 24 * hour);
}
