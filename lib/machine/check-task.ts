import { type TaskReport, taskReportSchema } from "@/cli/contract/task";
import type { MachineTarget } from "./machine-target";
import { runNself } from "./run-nself";

/** The state of a named task with its log from byte `from`; waits at most `waitSeconds` for its end. */
export function checkTask(
  target: MachineTarget,
  id: string,
  { from = 0, waitSeconds = 0 }: { from?: number; waitSeconds?: number } = {},
): Promise<TaskReport> {
  return runNself(
    target,
    ["task", "check", id, "--from", String(from), "--wait", String(waitSeconds)],
    taskReportSchema,
    { timeoutMs: (waitSeconds + 30) * 1000 },
  );
}
