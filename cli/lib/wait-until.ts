import { setTimeout as delay } from "node:timers/promises";

/** Polls until the condition answers something, or the deadline passes (null). */
export async function waitUntil<T>(
  condition: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  options: { timeoutMs: number; intervalMs?: number },
): Promise<T | null> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    const value = await condition();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() >= deadline) return null;
    await delay(Math.min(options.intervalMs ?? 25, Math.max(1, deadline - Date.now())));
  }
}
