import { perPluginSeconds } from "@/lib/plugin/plugin-rules";

/**
 * The steps of a new server (the seed's own keys; they never change), with what the seed calls typical, its middle, until
 * the fleet has taught us better. `restoring_data` is there when a server is made from another one's backup.
 */
export const provisionPlan = {
  name: "provision",
  exclusive: true,
  steps: {
    creating_server: { title: "Creating the server", expectedSeconds: 8, deadlineSeconds: 300 },
    waiting_for_server: { title: "Waiting for the server", expectedSeconds: 45, deadlineSeconds: 600 },
    bootstrapping: { title: "Installing ɳSelf", expectedSeconds: 200, deadlineSeconds: 900 },
    creating_dns: {
      title: "Creating DNS records",
      expectedSeconds: 10,
      deadlineSeconds: 300,
      beside: true,
    },
    configuring_ssl: { title: "Configuring TLS", expectedSeconds: 45, deadlineSeconds: 900 },
    installing_plugins: {
      title: "Installing plugins",
      expectedSeconds: 10,
      deadlineSeconds: 1200,
      perPluginSeconds,
    },
    restoring_data: {
      title: "Restoring the data",
      expectedSeconds: 120,
      deadlineSeconds: 12 * 3600,
      optional: true,
    },
    health_check: { title: "Checking health", expectedSeconds: 30, deadlineSeconds: 600 },
    sending_welcome: { title: "Sending the welcome mail", expectedSeconds: 3, deadlineSeconds: 600 },
  },
} as const;

export type ProvisionStepKey = keyof typeof provisionPlan.steps;

/** With the data of another server's backup, before its health is looked at. */
export const restoringStepKeys = Object.keys(provisionPlan.steps) as ProvisionStepKey[];
/** Every server's. */
export const provisionStepKeys = restoringStepKeys.filter((key) => key !== "restoring_data");
