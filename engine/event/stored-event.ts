import { canonicalJson } from "@/engine/protocol/canonical";
import type { EventBody, StoredEvent } from "@/engine/state/model";

interface EventInput {
  name: string;
  data?: Record<string, unknown>;
  id?: string;
  ts?: number;
  user?: Record<string, unknown>;
  v?: string;
}

/** An event as it is stored and passed on: `id` and `ts` default to its ULID and to now, `data` and `user` to `{}`. */
export function makeEvent(internalId: string, input: EventInput): StoredEvent {
  const body: EventBody = {
    data: input.data ?? {},
    id: input.id || internalId,
    name: input.name,
    ts: input.ts ?? Date.now(),
    user: input.user ?? {},
    ...(input.v === undefined ? {} : { v: input.v }),
  };
  return { internalId, body, json: canonicalJson(body) };
}
