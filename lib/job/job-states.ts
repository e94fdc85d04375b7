import type { JobKindName, JobStatus, ProvisionStepKey } from "./job-schemas";

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

/** Jobs that go on beside others of the same server (the index Job_one_live_per_server leaves them out). */
export const besideKinds = [
  "backup",
  "verify",
  "drill",
  "renew_certificate",
] as const satisfies JobKindName[];

export interface StepTime {
  title: string;
  expectedSeconds: number;
  deadlineSeconds: number;
}

/**
 * Titles, and what the seed calls typical (its middle), until the fleet has taught us better.
 * Each plugin adds `perPluginSeconds` to `installing_plugins`.
 */
export const provisionSteps: Record<ProvisionStepKey, StepTime> = {
  creating_server: { title: "Creating the server", expectedSeconds: 8, deadlineSeconds: 300 },
  waiting_for_server: { title: "Waiting for the server", expectedSeconds: 45, deadlineSeconds: 600 },
  bootstrapping: { title: "Installing ɳSelf", expectedSeconds: 200, deadlineSeconds: 900 },
  creating_dns: { title: "Creating DNS records", expectedSeconds: 10, deadlineSeconds: 300 },
  configuring_ssl: { title: "Configuring TLS", expectedSeconds: 45, deadlineSeconds: 900 },
  installing_plugins: { title: "Installing plugins", expectedSeconds: 10, deadlineSeconds: 1200 },
  health_check: { title: "Checking health", expectedSeconds: 30, deadlineSeconds: 600 },
  sending_welcome: { title: "Sending the welcome mail", expectedSeconds: 3, deadlineSeconds: 600 },
};
