import type { JobStatus } from "./job-schemas";

export type JobAction = "retry" | "cancel";

const actionStates: Record<JobAction, readonly JobStatus[]> = {
  retry: ["failed"],
  cancel: ["queued", "running", "failed"],
};

export function jobMay(action: JobAction, status: JobStatus): boolean {
  return actionStates[action].includes(status);
}

export const liveJobStatuses = ["queued", "running", "cancelling"] as const satisfies JobStatus[];

export function jobIsLive(status: JobStatus): boolean {
  return (liveJobStatuses as readonly JobStatus[]).includes(status);
}
