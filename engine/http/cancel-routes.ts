import { z } from "zod";
import { celMatches } from "@/engine/expression/cel";
import { cancelRun } from "@/engine/run/cancel-run";
import type { Run } from "@/engine/state/model";
import { ChangeSet } from "@/engine/store/change-set";
import { type EngineRequest, HttpProblem, type Reply } from "./request";
import type { RouteContext } from "./routes";

const cancellation = z.object({
  app_id: z.string(),
  function_id: z.string(),
  started_after: z.iso.datetime({ offset: true }).optional(),
  started_before: z.iso.datetime({ offset: true }),
  if: z.string().optional(),
});

export async function answerDeleteRun({ ctx }: RouteContext, request: EngineRequest): Promise<Reply> {
  const run = ctx.memory.runs.get(request.params[0] ?? "");
  if (!run) throw new HttpProblem(404, "no such run is active");
  const changes = new ChangeSet();
  cancelRun(ctx, changes, run);
  await ctx.journal.commit(changes);
  return { status: 200, body: { data: { run_id: run.id, status: run.status } } };
}

/** Cancels the active runs of one function that were queued in a time range. `function_id` with or without the app's prefix. */
export async function answerCancellation({ ctx }: RouteContext, request: EngineRequest): Promise<Reply> {
  const parsed = cancellation.safeParse(await request.json());
  if (!parsed.success) throw new HttpProblem(400, z.prettifyError(parsed.error));
  const { app_id, function_id, started_after, started_before } = parsed.data;
  const fn = ctx.memory.functions.get(function_id) ?? ctx.memory.functions.get(`${app_id}-${function_id}`);
  if (!fn) throw new HttpProblem(404, "no such function");
  const fromMs = started_after ? Date.parse(started_after) : 0;
  const beforeMs = Date.parse(started_before);
  const isMeant = (run: Run) =>
    run.queuedAtMs >= fromMs &&
    run.queuedAtMs < beforeMs &&
    celMatches(parsed.data.if, { event: run.events[0]?.body ?? {} });
  const changes = new ChangeSet();
  const id = ctx.newId();
  for (const run of [...(ctx.memory.runsByFunction.get(fn.id) ?? [])])
    if (isMeant(run)) cancelRun(ctx, changes, run);
  await ctx.journal.commit(changes);
  return { status: 200, body: { data: { id, ...parsed.data } } };
}
