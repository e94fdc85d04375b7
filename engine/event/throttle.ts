import type { EngineContext } from "@/engine/engine-context";
import { celKey } from "@/engine/expression/cel";
import { parseDurationMs } from "@/engine/protocol/durations";
import type { FunctionConfig } from "@/engine/protocol/function-config";
import type { EngineFunction } from "@/engine/state/model";
import type { ChangeSet } from "@/engine/store/change-set";

/**
 * When a new run may start (epoch ms), by GCRA: `limit + burst` at once, then one every `period / limit`, as observed on the real
 * server. The start is reserved when the run is made and stored with it, so a restart neither loses nor repeats a place.
 */
export function spacedStartMs(
  ctx: EngineContext,
  changes: ChangeSet,
  fn: EngineFunction,
  throttle: NonNullable<FunctionConfig["throttle"]>,
  event: object,
  nowMs: number,
): number {
  const periodMs = parseDurationMs(throttle.period) ?? 0;
  const intervalMs = periodMs / throttle.limit;
  const toleranceMs = intervalMs * (throttle.limit + (throttle.burst ?? 0) - 1);
  const key = `throttle ${fn.id} ${celKey(throttle.key, { event })}`;
  const arrivalMs = Math.max(ctx.memory.limits.get(key)?.values[0] ?? 0, nowMs);
  const startMs = Math.ceil(Math.max(nowMs, arrivalMs - toleranceMs));
  const nextArrivalMs = arrivalMs + intervalMs;
  ctx.memory.limits.set(key, { expiresAtMs: nextArrivalMs, values: [nextArrivalMs] });
  changes.put("limits", key, [key, Math.ceil(nextArrivalMs), JSON.stringify([nextArrivalMs])]);
  return startMs;
}
