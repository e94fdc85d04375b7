import { readFileSync } from "node:fs";
import { z } from "zod";

/** A process that cannot be taken for another one that got its number later. */
export const processIdentitySchema = z.object({
  pid: z.number().int().positive(),
  /** Clock ticks since boot when it started (proc(5), /proc/[pid]/stat, field 22). */
  startTicks: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** Null when there is no such process, or only its remains (a zombie). */
export function identify(pid: number): ProcessIdentity | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  // The name in parentheses may hold anything; the fields after it start with the state.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const startTicks = fields[19];
  if (fields[0] === "Z" || fields[0] === "X" || startTicks === undefined) return null;
  return { pid, startTicks };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startTicks === identity.startTicks;
}

/** Sends a signal to exactly this process; false when it is gone. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false;
  try {
    process.kill(identity.pid, name);
    return true;
  } catch {
    return false;
  }
}
