import { createHash, randomUUID } from "node:crypto";
import type { EngineContext } from "@/engine/engine-context";
import { celProblem } from "@/engine/expression/cel";
import { canonicalJson } from "@/engine/protocol/canonical";
import type { FunctionConfig, RegisterRequest } from "@/engine/protocol/function-config";
import { putFunction } from "@/engine/state/rows";
import { ChangeSet } from "@/engine/store/change-set";

export type RegisterResult = { syncId: string; appId: string; modified: boolean } | { problem: string };

/** Takes an app's functions as they are now. Functions that are no longer among them start nothing more. */
export async function registerApp(ctx: EngineContext, request: RegisterRequest): Promise<RegisterResult> {
  const { appName, url, functions } = request;
  for (const config of functions) {
    const problem = expressionsOf(config).map(celProblem).find(Boolean);
    if (problem) return { problem: `function ${config.id}: ${problem}` };
  }
  const checksum = createHash("sha1").update(canonicalJson({ url, functions })).digest("hex");
  const known = ctx.memory.apps.get(appName);
  const app = { name: appName, url, checksum, id: known?.id ?? randomUUID() };
  if (known?.checksum === checksum) return { syncId: randomUUID(), appId: app.id, modified: false };
  const changes = new ChangeSet();
  const nowMs = Date.now();
  const ids = new Set(functions.map(({ id }) => id));
  ctx.memory.apps.set(appName, app);
  changes.put("apps", appName, [appName, url, JSON.stringify({ checksum, id: app.id }), nowMs]);
  for (const config of functions) {
    const uuid = ctx.memory.functions.get(config.id)?.uuid ?? randomUUID();
    const fn = { id: config.id, uuid, appName, config, isRemoved: false };
    ctx.memory.functions.set(config.id, fn);
    putFunction(changes, fn, nowMs);
  }
  for (const fn of ctx.memory.functions.values()) {
    if (fn.appName !== appName || ids.has(fn.id) || fn.isRemoved) continue;
    fn.isRemoved = true;
    putFunction(changes, fn, nowMs);
  }
  await ctx.journal.commit(changes);
  return { syncId: randomUUID(), appId: app.id, modified: true };
}

function expressionsOf(config: FunctionConfig): string[] {
  const limits = [config.concurrency ?? []].flat();
  return [
    ...config.triggers.map(({ expression }) => expression),
    ...(config.cancel ?? []).map((rule) => rule.if),
    ...limits.map((limit) => (typeof limit === "number" ? undefined : limit.key)),
    config.batchEvents?.key,
    config.batchEvents?.if,
    config.debounce?.key,
    config.throttle?.key,
    config.rateLimit?.key,
    config.priority?.run,
    config.idempotency,
    config.singleton?.key,
  ].filter((expression): expression is string => Boolean(expression));
}
