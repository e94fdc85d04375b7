import type { ServerStatus } from "./server-schemas";

export type ServerAction = "retry" | "cancel" | "delete" | "restore" | "open" | "sendWelcome";

/** Which action is legal in which state: the UI disables by it, the use cases refuse by it. */
const actionStates: Record<ServerAction, readonly ServerStatus[]> = {
  retry: ["failed"],
  cancel: ["provisioning"],
  delete: ["provisioning", "running", "failed", "quarantined"],
  restore: ["running"],
  open: ["running"],
  sendWelcome: ["running"],
};

export function serverMay(action: ServerAction, status: ServerStatus): boolean {
  return actionStates[action].includes(status);
}

export const serverStatusTitles: Record<ServerStatus, string> = {
  provisioning: "Setting up",
  running: "Running",
  failed: "Needs attention",
  deleting: "Deleting",
  deleted: "Deleted",
  quarantined: "Quarantined",
};
