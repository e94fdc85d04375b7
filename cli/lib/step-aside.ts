import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";

/**
 * Gives way to what serves: this process, with all its threads and whatever it starts from now on, gets what others leave of
 * the processors. A priority is a thread's own on Linux (setpriority(2)), and counts between sessions only when it is the
 * session's, too (sched(7), "The autogroup feature"), which is for its leader to say: a task of ours leads its own.
 */
export function stepAside(): void {
  for (const thread of readdirSync("/proc/self/task")) {
    try {
      setPriority(Number(thread), constants.priority.PRIORITY_LOW);
    } catch {
      // It ended in this moment.
    }
  }
  const session = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /s, "")
    .split(" ")[3];
  if (session !== String(process.pid)) return;
  try {
    writeFileSync("/proc/self/autogroup", String(constants.priority.PRIORITY_LOW));
  } catch {
    // A kernel without it.
  }
}
