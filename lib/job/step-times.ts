import type { JobKindName } from "./job-schemas";
import { provisionSteps, type StepTime } from "./job-states";

/** Between the plugins and the health check, when a server is made from another one's backup. */
export const restoringDataKey = "restoring_data";

const hours = 3600;

/** The steps of every kind of job but provisioning, in their order. */
export const stepTimes = {
  deprovision: {
    removing_dns: { title: "Removing DNS records", expectedSeconds: 3, deadlineSeconds: 600 },
    keeping_backup: { title: "Keeping a last backup", expectedSeconds: 3, deadlineSeconds: 600 },
    deleting_server: { title: "Deleting the server", expectedSeconds: 10, deadlineSeconds: 1800 },
    releasing_access: { title: "Releasing keys and names", expectedSeconds: 3, deadlineSeconds: 600 },
  },
  backup: {
    taking_backup: { title: "Backing up", expectedSeconds: 60, deadlineSeconds: 6 * hours },
    reading_back: { title: "Reading it back from the store", expectedSeconds: 5, deadlineSeconds: 900 },
  },
  verify: {
    verifying: { title: "Proving the backup", expectedSeconds: 45, deadlineSeconds: 6 * hours },
  },
  restore: {
    preflight: { title: "Checking that it can be done", expectedSeconds: 5, deadlineSeconds: 300 },
    maintenance_on: { title: "Turning maintenance on", expectedSeconds: 2, deadlineSeconds: 300 },
    forensic_backup: {
      title: "Backing up what is there now",
      expectedSeconds: 60,
      deadlineSeconds: 6 * hours,
    },
    restoring_beside: {
      title: "Restoring beside the running data",
      expectedSeconds: 90,
      deadlineSeconds: 12 * hours,
    },
    switching: { title: "Switching to the restored data", expectedSeconds: 10, deadlineSeconds: 900 },
    migrating: { title: "Running post-restore migrations", expectedSeconds: 15, deadlineSeconds: 1800 },
    health_check: { title: "Checking health", expectedSeconds: 10, deadlineSeconds: 900 },
    maintenance_off: { title: "Turning maintenance off", expectedSeconds: 2, deadlineSeconds: 300 },
  },
  drill: {
    creating_instance: { title: "Creating a throw-away server", expectedSeconds: 5, deadlineSeconds: 300 },
    restoring_instance: {
      title: "Restoring the latest off-site backup",
      expectedSeconds: 420,
      deadlineSeconds: 13 * hours,
    },
    probing_instance: { title: "Probing what was restored", expectedSeconds: 15, deadlineSeconds: 900 },
    tearing_down: { title: "Tearing it down", expectedSeconds: 30, deadlineSeconds: 1800 },
    reporting: { title: "Writing the report", expectedSeconds: 2, deadlineSeconds: 300 },
  },
  /** Undoing a restore. */
  rollback: {
    maintenance_on: { title: "Turning maintenance on", expectedSeconds: 2, deadlineSeconds: 300 },
    switching_back: { title: "Putting the former data back", expectedSeconds: 10, deadlineSeconds: 900 },
    health_check: { title: "Checking health", expectedSeconds: 10, deadlineSeconds: 900 },
    maintenance_off: { title: "Turning maintenance off", expectedSeconds: 2, deadlineSeconds: 300 },
  },
  renew_certificate: {
    renewing_certificate: { title: "Renewing the certificate", expectedSeconds: 20, deadlineSeconds: 900 },
  },
} as const satisfies Partial<Record<JobKindName, Record<string, StepTime>>>;

export type StepKey<Kind extends keyof typeof stepTimes> = keyof (typeof stepTimes)[Kind];
export const deprovisionStepKeys = Object.keys(stepTimes.deprovision) as StepKey<"deprovision">[];

const allTimes: Partial<Record<JobKindName, Record<string, StepTime>>> = {
  ...stepTimes,
  provision: {
    ...provisionSteps,
    [restoringDataKey]: { title: "Restoring the data", expectedSeconds: 120, deadlineSeconds: 12 * hours },
  },
};

/** What a step is called and how long it takes; throws for one that the kind does not have. */
export function stepTime(kind: JobKindName, key: string): StepTime {
  const time = allTimes[kind]?.[key];
  if (!time) throw new Error(`a ${kind} job has no step ${key}`);
  return time;
}
