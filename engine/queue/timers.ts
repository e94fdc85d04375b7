import { BinaryHeap } from "./binary-heap";

export interface Timer {
  cancel(): void;
}
interface Entry {
  run: (() => void) | null;
}
// setTimeout overflows at 2^31 ms; far timers are simply looked at again after a day.
const maxDelayMs = 86_400_000;

/** All that is due later, in one heap behind one `setTimeout`: no polling, and a million sleeps cost a million small rows. */
export class Timers {
  private readonly heap = new BinaryHeap<Entry>();
  private handle: NodeJS.Timeout | null = null;
  private armedForMs = Number.POSITIVE_INFINITY;
  private closed = false;

  at(dueAtMs: number, run: () => void): Timer {
    const entry: Entry = { run };
    this.heap.push(dueAtMs, entry);
    this.arm();
    return {
      cancel: () => {
        entry.run = null;
      },
    };
  }

  close(): void {
    this.closed = true;
    if (this.handle) clearTimeout(this.handle);
  }

  private arm(): void {
    const next = this.heap.peek();
    if (this.closed || !next || next.score >= this.armedForMs) return;
    if (this.handle) clearTimeout(this.handle);
    this.armedForMs = next.score;
    this.handle = setTimeout(() => this.fire(), Math.min(Math.max(next.score - Date.now(), 0), maxDelayMs));
  }

  private fire(): void {
    this.handle = null;
    this.armedForMs = Number.POSITIVE_INFINITY;
    for (let next = this.heap.peek(); next && !this.closed; next = this.heap.peek()) {
      if (next.value.run && next.score > Date.now()) break;
      this.heap.pop();
      next.value.run?.();
    }
    this.arm();
  }
}
