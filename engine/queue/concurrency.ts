import { celKey } from "@/engine/expression/cel";
import type { FunctionConfig } from "@/engine/protocol/function-config";
import type { EngineFunction } from "@/engine/state/model";

interface ConcurrencyLimit {
  limit: number;
  key?: string;
  scope?: "fn" | "env" | "account";
}

/** The limits of a function in the order of its config; `0` means no limit, as in the real server. */
export function concurrencyLimits(config: FunctionConfig): ConcurrencyLimit[] {
  const { concurrency } = config;
  if (concurrency === undefined) return [];
  const list = typeof concurrency === "number" ? [{ limit: concurrency }] : [concurrency].flat();
  return list.filter(({ limit }) => limit > 0);
}

/** One key per limit: who shares it. Scopes env and account are shared by all functions that use the same key expression. */
export function concurrencyKeysOf(fn: EngineFunction, event: object): string[] {
  return concurrencyLimits(fn.config).map(({ key, scope = "fn" }) => {
    const owner = scope === "fn" ? fn.id : "*";
    return `${scope} ${owner} ${key ?? ""} ${celKey(key, { event })}`;
  });
}
