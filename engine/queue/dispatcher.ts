import type { EngineContext } from "@/engine/engine-context";
import { log } from "@/engine/log";
import type { AppCaller, CallOutcome } from "@/engine/protocol/call-app";
import { callBody } from "@/engine/protocol/call-body";
import { maxAttempts } from "@/engine/protocol/function-config";
import { signBody } from "@/engine/protocol/signature";
import { applyAnswer, retryOrFail } from "@/engine/run/apply-answer";
import { finishRun } from "@/engine/run/finish-run";
import { armFinishTimeout } from "@/engine/run/start-run";
import type { QueueItem, Run } from "@/engine/state/model";
import { ChangeSet } from "@/engine/store/change-set";
import { backoffMs } from "./backoff";

const generationsPerEpoch = 1_000_000;
const refusedDelayMs = { first: 250, longest: 2000 };
/** A dropped connection is mostly an app being restarted, so the first tries come sooner than the backoff table says. */
const brokenDelayMs = 1000;

/** Makes the calls that the scheduler lets start, and writes down what they answer. */
export class Dispatcher {
  private dispatches = 0;

  constructor(
    private readonly context: () => EngineContext,
    private readonly caller: AppCaller,
    private readonly onUnreachable: (appName: string) => void,
  ) {}

  /** One call, from request to durable result. The run's concurrency slots are held that long. */
  async call(run: Run, item: QueueItem): Promise<void> {
    const ctx = this.context();
    let changes = new ChangeSet();
    const fn = ctx.memory.functions.get(run.functionId);
    if (!fn) {
      const error = { name: "Error", message: `could not find function with ID: ${run.functionId}` };
      finishRun(ctx, changes, run, { status: "Failed", error });
      return ctx.journal.commit(changes);
    }
    if (run.startedAtMs === null) {
      run.startedAtMs = Date.now();
      armFinishTimeout(ctx, run);
    }
    const queueItemId = `${run.id}.${item.stepId}`;
    item.generation = ctx.epoch * generationsPerEpoch + ++this.dispatches;
    const requestId = ctx.newId();
    const url = callUrl(fn.config.steps.step?.runtime.url ?? "", item.stepId);
    const attempts = maxAttempts(fn.config);
    const body = callBody({
      run,
      item,
      functionUuid: fn.uuid,
      maxAttempts: attempts,
      requestId,
      queueItemId,
    });
    // The request version is in the body. As a header too it would only make the SDK check it a second time, which costs it 5 % of a call.
    const headers: Record<string, string> = {
      "x-run-id": run.id,
      "x-request-id": requestId,
      "x-inngest-generation-id": String(item.generation),
      "x-inngest-job-id": queueItemId,
      "x-inngest-server-kind": ctx.signingKey ? "cloud" : "dev",
    };
    if (ctx.signingKey) headers["x-inngest-signature"] = signBody(body, ctx.signingKey, Date.now());
    const outcome = await this.caller.send("POST", url, headers, body);
    if (run.status !== "Running" || run.items.get(item.stepId) !== item) return;
    if (outcome.kind === "unreachable") this.onUnreachable(fn.appName);
    try {
      applyOutcome(ctx, changes, run, item, outcome);
    } catch (error) {
      // An answer that cannot be digested must end its own run and nothing else; what was half decided is not written.
      log.error(
        { runId: run.id, error: error instanceof Error ? error.stack : String(error) },
        "a run was given up",
      );
      changes = new ChangeSet();
      finishRun(ctx, changes, run, {
        status: "Failed",
        error: { name: "Error", message: `not processed: ${error}` },
      });
    }
    await ctx.journal.commit(changes);
  }
}

function applyOutcome(
  ctx: EngineContext,
  changes: ChangeSet,
  run: Run,
  item: QueueItem,
  outcome: CallOutcome,
): void {
  const nowMs = Date.now();
  if (outcome.kind === "answer") {
    item.refusals = 0;
    applyAnswer(ctx, changes, run, item, outcome.answer);
    return;
  }
  log.warn(
    { runId: run.id, functionId: run.functionId, message: outcome.message },
    "the app cannot be reached",
  );
  if (outcome.kind === "unreachable") {
    const delayMs = Math.min(refusedDelayMs.first * 2 ** item.refusals++, refusedDelayMs.longest);
    item.state = "waiting";
    item.dueAtMs = nowMs + delayMs;
    changes.after(() => ctx.scheduler.enqueue(run, item));
    return;
  }
  const delayMs = Math.min(backoffMs(item.attempt, ctx.retryIntervalMs), brokenDelayMs * 4 ** item.attempt);
  const error = { name: "Error", message: `the connection to the app broke: ${outcome.message}` };
  const retryAfter = new Date(nowMs + delayMs).toISOString();
  retryOrFail(ctx, changes, run, item, error, { "retry-after": retryAfter });
}

function callUrl(registeredUrl: string, stepId: string): string {
  const url = new URL(registeredUrl);
  url.searchParams.set("stepId", stepId);
  return url.href;
}
