import { setTimeout as wait } from "node:timers/promises";
import type { SandboxContext } from "@/sandbox/context";
import { actionDurationMs } from "./durations";
import type { Project } from "./project";
import type { ActionRecord } from "./records";

/** How long an action that ended can be asked for. */
const keptMs = 30 * 24 * 3_600_000;

/** What an action does when its time is up. Throwing makes the action end in an error. */
export type ActionEnd = (action: ActionRecord) => void | Promise<void>;

export interface StartAction {
  command: string;
  resources: { id: string; type: string }[];
  params?: Record<string, string>;
  /** Of the usual duration; below 1 or above. */
  extraMs?: number;
  /** From faults: ends in an error, or never. */
  outcome?: "action_fails" | "action_stuck" | null;
}

/** The project's actions: they run one after the other per resource, take their time and survive a restart. */
export class Actions {
  #tails = new Map<string, Promise<void>>();
  /** Those without an end, by id: what locks are made of. */
  #running = new Map<string, ActionRecord>();
  #stopping = new AbortController();

  constructor(
    private readonly context: SandboxContext,
    private readonly project: Project,
    private readonly ends: Record<string, ActionEnd>,
  ) {}

  /** Takes up the actions that ran when the sandbox stopped, and forgets those that ended long ago. */
  resume(): void {
    for (const action of this.project.actions.all().sort(byId)) {
      if (action.status !== "running") {
        if (Date.now() - Date.parse(action.started) > keptMs) this.project.actions.delete(action.id);
        continue;
      }
      this.#running.set(action.id, action);
      if (!action.stuck) this.#enqueue(action, 0, false);
    }
  }

  /** Records the action as running and lets it end later. */
  start(request: StartAction): ActionRecord {
    const extraMs = request.extraMs ?? 0;
    const action = this.project.actions.put({
      id: this.project.newId(),
      command: request.command,
      status: "running",
      error: null,
      started: new Date().toISOString(),
      finished: null,
      durationMs: actionDurationMs(request.command, this.context.speed) + extraMs,
      resources: request.resources,
      params: request.params ?? {},
      stuck: request.outcome === "action_stuck",
    });
    this.#running.set(action.id, action);
    if (!action.stuck) this.#enqueue(action, action.durationMs, request.outcome === "action_fails");
    return action;
  }

  /** Whether something runs on the resource. What is stuck holds a server's lock, but not against its deletion. */
  isLocked(type: string, id: string, butStuck = false): boolean {
    return [...this.#running.values()].some(
      (action) =>
        !(butStuck && action.stuck) &&
        action.resources.some((resource) => resource.type === type && resource.id === id),
    );
  }

  /** Stops the clocks; what still runs goes on after the next start. */
  async close(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#tails.values());
  }

  #enqueue(action: ActionRecord, durationMs: number, fails: boolean): void {
    const key = action.resources.map(({ type, id }) => `${type}/${id}`).join(" ");
    const tail = (this.#tails.get(key) ?? Promise.resolve()).then(() => this.#run(action, durationMs, fails));
    this.#tails.set(key, tail);
    void tail.then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
  }

  async #run(action: ActionRecord, durationMs: number, fails: boolean): Promise<void> {
    try {
      await wait(durationMs, undefined, { signal: this.#stopping.signal });
    } catch {
      return;
    }
    let error: ActionRecord["error"] = null;
    if (fails) {
      error = { code: "action_failed", message: "Action failed" };
    } else {
      try {
        await this.ends[action.command]?.(action);
      } catch (reason) {
        this.context.log("hetzner.action_failed", { command: action.command, reason: String(reason) });
        error = { code: "server_error", message: "The action could not be completed" };
      }
    }
    const finished = new Date().toISOString();
    this.#running.delete(action.id);
    this.project.actions.put({ ...action, status: error ? "error" : "success", error, finished });
  }
}

/** An action as the API shows it; progress is told by the clock. */
export function actionView(action: ActionRecord) {
  const elapsedMs = Date.now() - Date.parse(action.started);
  const progress =
    action.durationMs > 0 ? Math.min(99, Math.floor((elapsedMs / action.durationMs) * 100)) : 0;
  return {
    id: Number(action.id),
    command: action.command,
    status: action.status,
    progress: action.status === "running" ? Math.max(0, progress) : 100,
    started: action.started,
    finished: action.finished,
    resources: action.resources.map(({ id, type }) => ({ id: Number(id), type })),
    error: action.error,
  };
}

function byId(a: { id: string }, b: { id: string }): number {
  return Number(a.id) - Number(b.id);
}
