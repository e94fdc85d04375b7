import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

const stepMs = 25;

/**
 * The processes of a machine: those whose environment names its root, and those that work below it (PostgreSQL
 * overwrites its environment). Reads /proc, so Linux only; elsewhere the answer is empty.
 */
export function processesOf(root: string): number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => pid !== process.pid && belongsTo(pid, root));
}

function belongsTo(pid: number, root: string): boolean {
  try {
    const environ = readFileSync(`/proc/${pid}/environ`, "latin1");
    if (`\0${environ}`.includes(`\0NSELF_ROOT=${root}\0`)) return true;
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    return folder === root || folder.startsWith(`${root}/`);
  } catch {
    // It ended while we looked, or is the kernel's.
    return false;
  }
}

/** Pulls the plug: SIGKILL until nothing is left. @throws when something survives for 10 s. */
export async function killProcesses(root: string): Promise<void> {
  for (const deadline = Date.now() + 10_000; ; await wait(stepMs)) {
    const pids = processesOf(root);
    if (pids.length === 0) return;
    if (Date.now() > deadline) throw new Error(`processes ${pids.join(", ")} of ${root} do not end`);
    for (const pid of pids) signal(pid, "SIGKILL");
  }
}

/** Asks everything to end, PostgreSQL for a fast shutdown, and pulls the plug after `graceMs`. */
export async function endProcesses(root: string, graceMs: number): Promise<void> {
  const pids = processesOf(root);
  for (const pid of pids) {
    if (commandOf(pid) !== "postgres") signal(pid, "SIGTERM");
    else if (!pids.includes(parentOf(pid)) || commandOf(parentOf(pid)) !== "postgres") signal(pid, "SIGINT");
  }
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && pids.some((pid) => belongsTo(pid, root))) await wait(stepMs);
  await killProcesses(root);
}

function commandOf(pid: number): string {
  return readProc(pid, "comm").trim();
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(readProc(pid, "status"))?.[1] ?? 0);
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}
