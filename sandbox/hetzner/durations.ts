import type { Speed } from "@/sandbox/context";

/** How long an action runs, in ms, per speed; `real` follows what Hetzner takes. At `instant` only the order is kept. */
const durations: Record<string, Record<Exclude<Speed, "instant">, number>> = {
  create_server: { demo: 3500, real: 25_000 },
  start_server: { demo: 2500, real: 12_000 },
  stop_server: { demo: 1000, real: 5000 },
  shutdown_server: { demo: 1500, real: 8000 },
  reboot_server: { demo: 1500, real: 10_000 },
  reset_server: { demo: 1500, real: 10_000 },
  delete_server: { demo: 500, real: 3000 },
  enable_backup: { demo: 400, real: 1500 },
  disable_backup: { demo: 400, real: 1500 },
  create_image: { demo: 3000, real: 90_000 },
  rebuild_server: { demo: 3500, real: 30_000 },
  change_server_type: { demo: 3000, real: 60_000 },
  apply_firewall: { demo: 200, real: 800 },
  remove_firewall: { demo: 200, real: 800 },
  set_firewall_rules: { demo: 200, real: 800 },
};
const other = { demo: 200, real: 500 };

export function actionDurationMs(command: string, speed: Speed): number {
  return speed === "instant" ? 0 : (durations[command] ?? other)[speed];
}
