import { z } from "zod";
import { receiveEvent } from "@/engine/event/receive-event";
import { seededIds } from "@/engine/event/seeded-ids";
import { makeEvent } from "@/engine/event/stored-event";
import { startRun } from "@/engine/run/start-run";
import type { StoredEvent } from "@/engine/state/model";
import { putEvent } from "@/engine/state/rows";
import { ChangeSet } from "@/engine/store/change-set";
import { type EngineRequest, HttpProblem, type Reply } from "./request";
import type { RouteContext } from "./routes";

const incomingEvent = z.object({
  name: z.string(),
  data: z.record(z.string(), z.unknown()).nullish(),
  id: z.string().nullish(),
  ts: z.number().int().nullish(),
  user: z.record(z.string(), z.unknown()).nullish(),
  v: z.string().nullish(),
});
const maxEventsPerRequest = 5000;
const maxEventBytes = 3 * 1024 * 1024;
const earliestTsMs = Date.UTC(1980, 0, 1);

/** `POST /e/{key}`: answers once the events, and all they cause, are durable. */
export async function answerEvents({ ctx }: RouteContext, request: EngineRequest): Promise<Reply> {
  if (ctx.eventKey && request.params[0] !== ctx.eventKey) {
    return { status: 401, body: { ids: [""], status: 401, error: "Event key not found" } };
  }
  try {
    const list = [await request.json()].flat();
    if (list.length > maxEventsPerRequest)
      throw new HttpProblem(400, `at most ${maxEventsPerRequest} events at once`);
    const ids = seededIds(request.headers["x-inngest-event-id-seed"], ctx.newId);
    const events = list.map((input) => readEvent(input, ids()));
    const changes = new ChangeSet();
    for (const event of events) receiveEvent(ctx, changes, event);
    await ctx.journal.commit(changes);
    return { status: 200, body: { ids: events.map(({ internalId }) => internalId), status: 200 } };
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    return { status: error.status, body: { ids: [""], status: error.status, error: error.message } };
  }
}

/** `POST /invoke/{slug}`: runs one function with the given event, whatever its triggers. */
export async function answerInvoke({ ctx }: RouteContext, request: EngineRequest): Promise<Reply> {
  const fn = ctx.memory.functions.get(request.params[0] ?? "");
  if (!fn || fn.isRemoved) throw new HttpProblem(404, "no such function");
  const parsed = z
    .looseObject({ data: z.record(z.string(), z.unknown()).nullish() })
    .safeParse(await request.json());
  if (!parsed.success) throw new HttpProblem(400, z.prettifyError(parsed.error));
  const data = { ...parsed.data.data, _inngest: { fn_id: fn.id } };
  const event = makeEvent(ctx.newId(), { name: "inngest/function.invoked", data });
  const changes = new ChangeSet();
  putEvent(changes, event, Date.now());
  startRun(ctx, changes, fn, [event]);
  await ctx.journal.commit(changes);
  return { status: 200, body: { id: event.internalId, status: 200 } };
}

function readEvent(input: unknown, internalId: string): StoredEvent {
  const parsed = incomingEvent.safeParse(input);
  if (!parsed.success) {
    throw new HttpProblem(400, "Request body must contain an event object or an array of event objects");
  }
  const { name, id, ts, user, v } = parsed.data;
  if (name === "") throw new HttpProblem(400, "event name is empty");
  if (name.startsWith("inngest/"))
    throw new HttpProblem(400, `event name is reserved for internal use: ${name}`);
  if (typeof ts === "number" && ts !== 0 && ts < earliestTsMs) {
    throw new HttpProblem(400, "timestamp is before Jan 1, 1980");
  }
  const { _inngest, ...data } = parsed.data.data ?? {};
  const event = makeEvent(internalId, {
    name,
    data,
    id: id ?? undefined,
    ts: ts || undefined,
    user: user ?? undefined,
    v: v ?? undefined,
  });
  if (event.json.length > maxEventBytes)
    throw new HttpProblem(413, `an event may have ${maxEventBytes} bytes`);
  return event;
}
