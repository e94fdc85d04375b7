import type { TaskReport } from "@/cli/contract/task";
import { Failure } from "@/cli/lib/failure";
import { waitUntil } from "@/cli/lib/wait-until";
import { readTask } from "./read-task";
import type { TaskFiles } from "./task-folder";

/** A whole number of an option, within 0 and the limit. */
export function numberOption(name: string, value: string | undefined, limit: number): number {
  if (value === undefined) return 0;
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < 0 || parsed > limit) {
    throw new Failure("usage", `--${name} must be a whole number up to ${limit}`, { exit: "usage" });
  }
  return parsed;
}

/** Answers as soon as the task has ended, at the latest after `waitSeconds`. */
export async function waitForTask(
  files: TaskFiles,
  id: string,
  options: { from: number; waitSeconds: number },
): Promise<TaskReport> {
  const ended = async () => {
    const report = await readTask(files, id, options.from);
    return report.status === "running" ? null : report;
  };
  const report = await waitUntil(ended, { timeoutMs: options.waitSeconds * 1000, intervalMs: 25 });
  return report ?? (await readTask(files, id, options.from));
}
