import { type TaskReport, taskReportSchema } from "@/cli/contract/task";
import type { MachineTarget } from "./machine-target";
import { runNself } from "./run-nself";

/**
 * Starts the named task `nself <args>` unless it runs or has succeeded, waits at most `waitSeconds` (default 0) for its
 * end, and answers its state with the log from the start. Safe to repeat, whatever became of the first call.
 */
export function runTask(
  target: MachineTarget,
  id: string,
  args: string[],
  options: { stdin?: string; waitSeconds?: number } = {},
): Promise<TaskReport> {
  const waitSeconds = options.waitSeconds ?? 0;
  return runNself(
    target,
    ["task", "run", id, "--wait", String(waitSeconds), "--", ...args],
    taskReportSchema,
    { stdin: options.stdin, timeoutMs: (waitSeconds + 30) * 1000 },
  );
}
