import type { EngineContext } from "@/engine/engine-context";
import type { ChangeSet } from "@/engine/store/change-set";

/**
 * A sliding window: true, and counted, if fewer than `limit` were taken under `key` in the last `periodMs`. Exact, unlike the
 * real server's leaky bucket, which lets up to twice the limit through in an unlucky period.
 */
export function takeFromWindow(
  ctx: EngineContext,
  changes: ChangeSet,
  key: string,
  limit: number,
  periodMs: number,
): boolean {
  const nowMs = Date.now();
  const taken = (ctx.memory.limits.get(key)?.values ?? []).filter((atMs) => atMs > nowMs - periodMs);
  if (taken.length >= limit) return false;
  taken.push(nowMs);
  ctx.memory.limits.set(key, { expiresAtMs: nowMs + periodMs, values: taken });
  changes.put("limits", key, [key, nowMs + periodMs, JSON.stringify(taken)]);
  return true;
}
