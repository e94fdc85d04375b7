import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** From this share of the machine's processor time on, used by others, there is not enough for two. */
const busyShare = 0.5;
const longestPauseMs = 1000;

/**
 * Slows a background work down to a third of its speed while others need the machine; ask between two pieces of it, with what
 * waits for those under way. The lowest priority is not enough: two threads of one core, and all that read the same memory, slow
 * each other whatever their priorities are.
 */
export function newPace(settle: () => Promise<void>, read: () => Times = readTimes): () => Promise<void> {
  let last = read();
  return async () => {
    const now = read();
    const others = now.busyMs - last.busyMs - (now.ownMs - last.ownMs);
    if (others > busyShare * (now.totalMs - last.totalMs)) {
      await settle();
      await sleep(Math.min(2 * (read().at - last.at), longestPauseMs));
    }
    last = read();
  };
}

/** In milliseconds: a clock, and what was used of all processors since the machine, and this process, started. */
interface Times {
  at: number;
  busyMs: number;
  totalMs: number;
  ownMs: number;
}

function readTimes(): Times {
  let [busyMs, totalMs] = [0, 0];
  for (const { times } of cpus()) {
    const working = times.user + times.nice + times.sys + times.irq;
    busyMs += working;
    totalMs += working + times.idle;
  }
  const own = process.cpuUsage();
  return { at: performance.now(), busyMs, totalMs, ownMs: (own.user + own.system) / 1000 };
}
