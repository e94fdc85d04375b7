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
  "service restart": () => import("./commands/service-restart"),
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
  "backup configure": () => import("./commands/backup-configure"),
  "backup create": () => import("./commands/backup-create"),
  "backup list": () => import("./commands/backup-list"),
  "backup status": () => import("./commands/backup-status"),
  "backup verify": () => import("./commands/backup-verify"),
  "backup preflight": () => import("./commands/backup-preflight"),
  "backup prepare": () => import("./commands/backup-prepare"),
  "backup progress": () => import("./commands/backup-progress"),
  "backup switch": () => import("./commands/backup-switch"),
  "backup undo": () => import("./commands/backup-undo"),
  "backup settle": () => import("./commands/backup-settle"),
  "backup restore": () => import("./commands/backup-restore"),
  "dr drill": () => import("./commands/dr-drill"),
  "maintenance on": () => import("./commands/maintenance-on"),
  "maintenance off": () => import("./commands/maintenance-off"),
  agent: () => import("./commands/agent"),
  gateway: () => import("./commands/gateway"),
  version: () => import("./commands/version"),
};

/** Other spellings of the same (seed: backups): what is typed first, and what it stands for. */
export const commandAliases: [typed: string[], meant: string[]][] = [
  [
    ["db", "backup", "list"],
    ["backup", "list"],
  ],
  [
    ["db", "backup"],
    ["backup", "create"],
  ],
  [
    ["db", "restore"],
    ["backup", "restore"],
  ],
  [
    ["db", "pitr"],
    ["backup", "restore"],
  ],
];
