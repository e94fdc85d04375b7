import { z } from "zod";
import { registerApp } from "@/engine/app/register-app";
import { stepsJson } from "@/engine/protocol/call-body";
import { registerRequest } from "@/engine/protocol/function-config";
import { checkpointRequest } from "@/engine/protocol/ops";
import { dataValue } from "@/engine/protocol/step-values";
import { completePending } from "@/engine/run/record-step";
import { saveCheckpoint } from "@/engine/run/save-checkpoint";
import type { Run } from "@/engine/state/model";
import { ChangeSet } from "@/engine/store/change-set";
import { type EngineRequest, HttpProblem, type Reply } from "./request";
import type { RouteContext } from "./routes";

const signal = z.object({ signal: z.string(), data: z.unknown().optional() });

export async function answerRegister(route: RouteContext, request: EngineRequest): Promise<Reply> {
  const expected = request.headers["x-inngest-expected-server-kind"];
  const kind = route.ctx.signingKey ? "cloud" : "dev";
  if (expected && expected !== kind)
    throw new HttpProblem(400, `expected a ${expected} server, this is ${kind}`);
  const parsed = registerRequest.safeParse(await request.json());
  if (!parsed.success) throw new HttpProblem(400, z.prettifyError(parsed.error));
  const result = await registerApp(route.ctx, parsed.data);
  if ("problem" in result) throw new HttpProblem(400, result.problem);
  if (result.modified) route.onRegistered();
  const { syncId, appId, modified } = result;
  return {
    status: 200,
    body: { ok: true, sync_id: syncId, app_id: appId, ...(modified ? { modified } : {}) },
  };
}

export async function answerCheckpoint(route: RouteContext, request: EngineRequest): Promise<Reply> {
  const parsed = checkpointRequest.safeParse(await request.json());
  if (!parsed.success) throw new HttpProblem(400, z.prettifyError(parsed.error));
  const status = await saveCheckpoint(route.ctx, request.params[0] ?? "", parsed.data);
  return status === 200
    ? { status, text: "" }
    : { status, body: { status, error: "the checkpoint was not accepted" } };
}

export function answerActions(route: RouteContext, request: EngineRequest): Reply {
  return { status: 200, text: stepsJson(activeRun(route, request)) };
}

export function answerBatch(route: RouteContext, request: EngineRequest): Reply {
  const { events } = activeRun(route, request);
  return { status: 200, text: `[${events.map(({ json }) => json).join(",")}]` };
}

/** Ends the one wait for this signal; 404 tells the SDK that nobody waits. */
export async function answerSignal(route: RouteContext, request: EngineRequest): Promise<Reply> {
  const parsed = signal.safeParse(await request.json());
  if (!parsed.success) throw new HttpProblem(400, z.prettifyError(parsed.error));
  const wait = route.ctx.memory.signalWaits.get(parsed.data.signal);
  const op = wait?.run.pending.get(wait.stepId);
  if (!wait || !op) throw new HttpProblem(404, "No signal found");
  const changes = new ChangeSet();
  const { signal: name, data = null } = parsed.data;
  completePending(route.ctx, changes, wait.run, op, dataValue({ signal: name, data }));
  await route.ctx.journal.commit(changes);
  const fetchedAt = new Date().toISOString();
  return {
    status: 200,
    body: { data: { run_id: wait.run.id }, metadata: { fetched_at: fetchedAt, cached_until: null } },
  };
}

function activeRun(route: RouteContext, request: EngineRequest): Run {
  const run = route.ctx.memory.runs.get(request.params[0] ?? "");
  if (!run) throw new HttpProblem(410, "the run has ended");
  return run;
}
