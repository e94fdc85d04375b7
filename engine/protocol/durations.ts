const unitMs: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
/** The longest sleep or wait the protocol allows: 366 days. */
const maxWaitMs = 366 * 86_400_000;

/** Milliseconds of a duration string such as `1h30m` or `1w2d`, or null when it is not one. */
export function parseDurationMs(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ms|[wdhms]))+$/.test(text)) return null;
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[wdhms])/g)) {
    totalMs += Number(amount) * (unitMs[unit ?? ""] ?? 0);
  }
  return totalMs;
}

/** The instant (epoch ms) that a duration from now or an ISO date names; null when it is neither. Clipped to 366 days. */
export function parseDueAtMs(text: string, nowMs: number): number | null {
  const durationMs = parseDurationMs(text);
  const dueAtMs = durationMs === null ? Date.parse(text) : nowMs + durationMs;
  return Number.isNaN(dueAtMs) ? null : Math.min(dueAtMs, nowMs + maxWaitMs);
}
