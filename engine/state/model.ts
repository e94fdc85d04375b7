import type { FunctionConfig } from "@/engine/protocol/function-config";
import type { Timer } from "@/engine/queue/timers";

/** An event as functions see it. `id` is the sender's, or our own; `ts` in epoch ms. */
export interface EventBody {
  data: Record<string, unknown>;
  id: string;
  name: string;
  ts: number;
  user: Record<string, unknown>;
  v?: string;
}

export interface StoredEvent {
  /** ULID in order of arrival. */
  internalId: string;
  body: EventBody;
  /** `body` as canonical JSON. */
  json: string;
}

export interface EngineFunction {
  id: string;
  uuid: string;
  appName: string;
  config: FunctionConfig;
  /** Removed from its app: starts no new runs, but running ones go on. */
  isRemoved: boolean;
}

export interface EngineApp {
  name: string;
  url: string;
  checksum: string;
  id: string;
}

/** `step` stands for a discovery call (run the function from the top), anything else for one planned step. */
export const discoveryStepId = "step";

/** One call to make. At most one discovery call per run exists at a time. */
export interface QueueItem {
  stepId: string;
  attempt: number;
  dueAtMs: number;
  /** Changes with every dispatch, also across restarts: answers to an earlier dispatch are recognised by it. */
  generation: number;
  state: "waiting" | "in_flight" | "done";
  /** Refused connections in a row; they burn no attempt. */
  refusals: number;
  timer?: Timer;
}

export type PendingKind = "planned" | "sleep" | "event" | "signal" | "invoke" | "gateway";

export interface PendingDetails {
  name: string;
  event?: string;
  expression?: string;
  signal?: string;
  /** Gateway: `{ url, method?, headers?, body? }`, made by this server. */
  request?: Record<string, unknown>;
}

/** An op that the function waits for. `batch` groups the ops that were reported together. */
export interface PendingOp {
  stepId: string;
  kind: PendingKind;
  batch: number;
  race: boolean;
  dueAtMs: number | null;
  details: PendingDetails;
  timer?: Timer;
}

type RunStatus = "Running" | "Completed" | "Failed" | "Cancelled";

export interface Run {
  id: string;
  functionId: string;
  status: RunStatus;
  events: StoredEvent[];
  queuedAtMs: number;
  startedAtMs: number | null;
  /** -1 until the first answer of the SDK tells it. */
  requestVersion: number;
  details: RunDetails;
  /** Step id -> canonical JSON, in order of completion. */
  steps: Map<string, string>;
  stateBytes: number;
  pending: Map<string, PendingOp>;
  lastBatch: number;
  items: Map<string, QueueItem>;
  /** Something completed while the discovery call was under way: another has to follow. */
  wantsDiscovery: boolean;
  timers: Timer[];
}

/** Decided when the run is made, and kept with it. */
export interface RunDetails {
  /** Moves the run's place in a backlog earlier, by CEL `priority.run`. */
  priorityMs: number;
  /** One per concurrency limit of the function, in the order of its config. */
  concurrencyKeys: string[];
  singletonKey: string | null;
  /** `<parent run>.<step>` when another run invoked this one. */
  correlationId: string | null;
}

/** An event held back by debounce or batching. */
export interface Hold {
  key: string;
  kind: "debounce" | "batch";
  functionId: string;
  dueAtMs: number;
  /** Debounce: no later than this, whatever else comes. */
  latestAtMs: number | null;
  events: StoredEvent[];
  timer?: Timer;
}
