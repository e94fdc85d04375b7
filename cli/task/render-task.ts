import type { TaskReport } from "@/cli/contract/task";

export function renderTask(report: TaskReport): string {
  const ended = report.exitCode === null ? "" : ` (exit ${report.exitCode})`;
  return [...report.log, `${report.id}: ${report.status.replace("_", " ")}${ended}`].join("\n");
}
