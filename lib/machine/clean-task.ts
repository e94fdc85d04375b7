import { taskCleanedSchema } from "@/cli/contract/task";
import type { MachineTarget } from "./machine-target";
import { runNself } from "./run-nself";

/** Forgets a task that ended, so that its id can run again. One that still runs is `machine_busy`. */
export async function cleanTask(target: MachineTarget, id: string): Promise<{ cleaned: boolean }> {
  const { cleaned } = await runNself(target, ["task", "clean", id], taskCleanedSchema, { timeoutMs: 30_000 });
  return { cleaned };
}
