import { env } from "@/lib/env";

/**
 * Keeps the last answer of `load` for `forMs`, and lets all callers of that time share one call. Failures are not kept.
 * Another provider address is another answer.
 */
export function remembered<T>(forMs: number, load: () => Promise<T>): () => Promise<T> {
  let kept: { key: string; until: number; value: Promise<T> } | undefined;
  return () => {
    const key = env().HETZNER_API_URL;
    if (kept && kept.key === key && Date.now() < kept.until) return kept.value;
    const value = load();
    const entry = { key, until: Date.now() + forMs, value };
    kept = entry;
    value.catch(() => {
      if (kept === entry) kept = undefined;
    });
    return value;
  };
}
