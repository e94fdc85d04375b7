import type { Memory } from "@/engine/state/memory";
import type { QueueItem, Run } from "@/engine/state/model";
import { BinaryHeap } from "./binary-heap";
import { concurrencyLimits } from "./concurrency";
import type { Timers } from "./timers";

interface Entry {
  run: Run;
  item: QueueItem;
}
/** Ready calls that share every concurrency key: if the first of them may not start, none may. */
interface Group {
  keys: readonly string[];
  ready: BinaryHeap<Entry>;
}

/**
 * Decides which ready call starts next. Older runs go first (by the time they were queued, moved by priority), so a run that has
 * begun is finished before the next one takes its place. All in memory; due calls are started by a timer, never by a poll.
 */
export class Scheduler {
  private readonly groups = new Map<string, Group>();
  private readonly groupsByKey = new Map<string, Set<Group>>();
  private readonly executing = new Map<string, number>();
  private readonly starved = new Set<Group>();
  private inFlight = 0;
  private onIdle: (() => void) | null = null;

  constructor(
    private readonly memory: Memory,
    private readonly timers: Timers,
    private readonly maxInFlight: number,
    private readonly start: (run: Run, item: QueueItem) => Promise<void>,
  ) {}

  /** Takes a waiting item; it starts when it is due and its limits allow. */
  enqueue(run: Run, item: QueueItem): void {
    if (item.state !== "waiting") return;
    if (item.dueAtMs > Date.now()) {
      item.timer = this.timers.at(item.dueAtMs, () => this.ready(run, item));
      return;
    }
    this.ready(run, item);
  }

  /** Starts nothing more. Resolves when no call is under way. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.onIdle = resolve;
      if (this.inFlight === 0) resolve();
    });
  }

  private ready(run: Run, item: QueueItem): void {
    const group = this.groupOf(run.details.concurrencyKeys);
    group.ready.push(run.queuedAtMs - run.details.priorityMs, { run, item });
    this.pump(group);
  }

  private groupOf(keys: readonly string[]): Group {
    const name = keys.join("\n");
    const known = this.groups.get(name);
    if (known) return known;
    const group: Group = { keys, ready: new BinaryHeap() };
    this.groups.set(name, group);
    for (const key of keys) {
      this.groupsByKey.set(key, (this.groupsByKey.get(key) ?? new Set()).add(group));
    }
    return group;
  }

  private pump(group: Group): void {
    if (this.onIdle) return;
    for (let next = group.ready.peek(); next; next = group.ready.peek()) {
      const { run, item } = next.value;
      const isStale =
        item.state !== "waiting" || run.status !== "Running" || run.items.get(item.stepId) !== item;
      if (!isStale && this.inFlight >= this.maxInFlight) {
        this.starved.add(group);
        return;
      }
      if (!isStale && !this.mayStart(run)) return;
      group.ready.pop();
      if (!isStale) void this.run(run, item);
    }
    this.forget(group);
  }

  private mayStart(run: Run): boolean {
    const fn = this.memory.functions.get(run.functionId);
    const limits = fn ? concurrencyLimits(fn.config) : [];
    return run.details.concurrencyKeys.every(
      (key, at) => (this.executing.get(key) ?? 0) < (limits[at]?.limit ?? Number.POSITIVE_INFINITY),
    );
  }

  private async run(run: Run, item: QueueItem): Promise<void> {
    const { concurrencyKeys } = run.details;
    item.state = "in_flight";
    this.inFlight++;
    for (const key of concurrencyKeys) this.executing.set(key, (this.executing.get(key) ?? 0) + 1);
    try {
      await this.start(run, item);
    } finally {
      this.inFlight--;
      for (const key of concurrencyKeys) this.releaseKey(key);
      if (this.inFlight === 0) this.onIdle?.();
      this.pumpFreed(concurrencyKeys);
    }
  }

  private releaseKey(key: string): void {
    const left = (this.executing.get(key) ?? 1) - 1;
    if (left > 0) this.executing.set(key, left);
    else this.executing.delete(key);
  }

  private pumpFreed(keys: readonly string[]): void {
    const freed = new Set(this.starved);
    this.starved.clear();
    for (const key of keys) for (const group of this.groupsByKey.get(key) ?? []) freed.add(group);
    const score = (group: Group) => group.ready.peek()?.score ?? Number.POSITIVE_INFINITY;
    for (const group of [...freed].sort((left, right) => score(left) - score(right))) this.pump(group);
  }

  /** Empty groups of data-dependent keys would pile up. */
  private forget(group: Group): void {
    if (group.keys.length === 0) return;
    this.groups.delete(group.keys.join("\n"));
    for (const key of group.keys) {
      const groups = this.groupsByKey.get(key);
      groups?.delete(group);
      if (groups?.size === 0) this.groupsByKey.delete(key);
    }
  }
}
