import type { QueueItem, Run } from "@/engine/state/model";

/** Above this the SDK fetches the state itself (`use_api`): 4 MiB less 1 KiB, as in the real server. */
const maxInlineStateBytes = 4 * 1024 * 1024 - 1024;

export interface CallInput {
  run: Run;
  item: QueueItem;
  functionUuid: string;
  maxAttempts: number;
  requestId: string;
  queueItemId: string;
}

/**
 * The body of a call request in canonical JSON (protocol section 5). The stored values are canonical already, so the body is put
 * together from them with its keys in sorted order and nothing is parsed or serialised again.
 */
export function callBody(input: CallInput): string {
  const { run } = input;
  const useApi = run.stateBytes > maxInlineStateBytes;
  const event = run.events[0];
  const events = useApi ? [] : run.events.map(({ json }) => json);
  return [
    `{"ctx":${contextJson(input, useApi)},"defers":{},"event":${event?.json ?? "{}"},"events":[${events.join(",")}],`,
    `"steps":${useApi ? "{}" : stepsJson(run)},"use_api":${useApi},"version":${run.requestVersion}}`,
  ].join("");
}

/** The memoised steps of a run: step id -> value, sorted. */
export function stepsJson(run: Run): string {
  const entries = [...run.steps].sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([id, value]) => `${JSON.stringify(id)}:${value}`).join(",")}}`;
}

function contextJson(
  { run, item, functionUuid, maxAttempts, requestId, queueItemId }: CallInput,
  useApi: boolean,
) {
  const stack = [...run.steps.keys()];
  // While other ops are outstanding the SDK must only plan: running a step inline here would hold the others up.
  const mustPlan = item.stepId !== "step" || run.pending.size > 0;
  return JSON.stringify({
    attempt: item.attempt,
    disable_immediate_execution: mustPlan,
    env: "",
    fn_id: functionUuid,
    generation_id: item.generation,
    job_id: queueItemId,
    max_attempts: maxAttempts,
    qi_id: queueItemId,
    request_id: requestId,
    run_id: run.id,
    stack: { current: stack.length, stack },
    step_id: "step",
    use_api: useApi,
  });
}
