import type { EngineContext } from "@/engine/engine-context";
import type { AppAnswer } from "@/engine/protocol/call-app";
import { maxAttempts } from "@/engine/protocol/function-config";
import { stepOps } from "@/engine/protocol/ops";
import { backoffMs, retryAfterMs } from "@/engine/queue/backoff";
import type { QueueItem, Run } from "@/engine/state/model";
import { putRunState } from "@/engine/state/rows";
import type { ChangeSet } from "@/engine/store/change-set";
import { applyOps } from "./apply-ops";
import { requeueCall } from "./enqueue-call";
import { finishRun } from "./finish-run";

/** What the SDK's answer to one call means for the run (protocol section 6). */
export function applyAnswer(
  ctx: EngineContext,
  changes: ChangeSet,
  run: Run,
  item: QueueItem,
  answer: AppAnswer,
): void {
  const { status, headers } = answer;
  const isSdk = headers["x-inngest-sdk"] !== undefined;
  if (isSdk) noteVersion(changes, run, headers["x-inngest-req-version"]);
  const body = parseJson(answer.body);
  if (isSdk && status === 200) {
    finishRun(ctx, changes, run, { status: "Completed", result: body });
    return;
  }
  if (isSdk && status === 206) {
    const ops = stepOps.safeParse(body);
    if (ops.success) {
      applyOps(ctx, changes, run, item, ops.data, headers);
      return;
    }
    retryOrFail(
      ctx,
      changes,
      run,
      item,
      { name: "Error", message: "the app answered ops that are none" },
      {},
    );
    return;
  }
  const error = status < 300 || body === undefined ? answerError(answer, isSdk) : body;
  retryOrFail(ctx, changes, run, item, error, headers);
}

/** Tries the call again with backoff, or fails the run when the app said not to or all attempts are spent. */
export function retryOrFail(
  ctx: EngineContext,
  changes: ChangeSet,
  run: Run,
  item: QueueItem,
  error: unknown,
  headers: AppAnswer["headers"],
): void {
  const fn = ctx.memory.functions.get(run.functionId);
  const isLast = !fn || item.attempt + 1 >= maxAttempts(fn.config);
  if (isLast || headers["x-inngest-no-retry"] === "true") {
    finishRun(ctx, changes, run, { status: "Failed", error });
    return;
  }
  const nowMs = Date.now();
  const delayMs = retryAfterMs(headers["retry-after"], nowMs) ?? backoffMs(item.attempt, ctx.retryIntervalMs);
  requeueCall(ctx, changes, run, item, { attempt: item.attempt + 1, dueAtMs: nowMs + delayMs });
}

function noteVersion(changes: ChangeSet, run: Run, versionHeader: string | undefined): void {
  if (run.requestVersion !== -1) return;
  const version = Number(versionHeader);
  run.requestVersion = version === 1 ? 1 : 2;
  putRunState(changes, run);
}

function answerError(answer: AppAnswer, isSdk: boolean): Record<string, unknown> {
  const what = isSdk ? "unexpected answer" : "the answer did not come from an Inngest SDK";
  return { name: "Error", message: `${what}: HTTP ${answer.status} ${answer.body.slice(0, 500)}` };
}

function parseJson(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}
