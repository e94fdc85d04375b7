import { celMatches } from "@/engine/expression/cel";
import { parseDueAtMs } from "@/engine/protocol/durations";
import type { FunctionConfig } from "@/engine/protocol/function-config";
import type { EventBody, Run } from "@/engine/state/model";

type CancelRule = NonNullable<FunctionConfig["cancel"]>[number];

/** Whether an event that just came in cancels this run. A rule's timeout counts from when the run was queued. */
export function matchesCancel(rule: CancelRule, run: Run, incoming: EventBody): boolean {
  const untilMs = rule.timeout ? parseDueAtMs(rule.timeout, run.queuedAtMs) : null;
  if (untilMs !== null && Date.now() > untilMs) return false;
  return celMatches(rule.if, { event: run.events[0]?.body ?? {}, async: incoming });
}
