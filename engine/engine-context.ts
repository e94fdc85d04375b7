import type { Scheduler } from "@/engine/queue/scheduler";
import type { Timers } from "@/engine/queue/timers";
import type { Memory } from "@/engine/state/memory";
import type { StoredEvent } from "@/engine/state/model";
import type { ChangeSet } from "@/engine/store/change-set";
import type { Journal } from "@/engine/store/journal";

/** What every decision of the engine works with. */
export interface EngineContext {
  memory: Memory;
  journal: Journal;
  timers: Timers;
  scheduler: Scheduler;
  /** Hex or `signkey-…`; null in dev mode, where nothing is signed or checked. */
  signingKey: string | null;
  eventKey: string | null;
  /** Replaces the backoff table with a fixed delay. */
  retryIntervalMs: number | null;
  epoch: number;
  /** Monotonic ULIDs: their order is the order of arrival. */
  newId(): string;
  /** `receiveEvent` of engine/event; here because the end of a run is an event, and events end runs. */
  receiveEvent(changes: ChangeSet, event: StoredEvent): void;
}
