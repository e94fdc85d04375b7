import type { Command } from "@/cli/command";

type Load = () => Promise<{ default: Command }>;

/** Every command by what is typed. Each is loaded only when it is asked for: starting must stay quick. */
export const commandTable: Record<string, Load> = {
  enrol: () => import("./commands/enrol"),
  init: () => import("./commands/init"),
  build: () => import("./commands/build"),
  start: () => import("./commands/start"),
  stop: () => import("./commands/stop"),
  status: () => import("./commands/status"),
  health: () => import("./commands/health"),
  doctor: () => import("./commands/doctor"),
  logs: () => import("./commands/logs"),
  "plugin install": () => import("./commands/plugin-install"),
  "plugin remove": () => import("./commands/plugin-remove"),
  "plugin list": () => import("./commands/plugin-list"),
  "ssl csr": () => import("./commands/ssl-csr"),
  "ssl install": () => import("./commands/ssl-install"),
  "ssl status": () => import("./commands/ssl-status"),
  "license set": () => import("./commands/license-set"),
  "task run": () => import("./commands/task-run"),
  "task check": () => import("./commands/task-check"),
  "task clean": () => import("./commands/task-clean"),
  agent: () => import("./commands/agent"),
  gateway: () => import("./commands/gateway"),
  version: () => import("./commands/version"),
};
