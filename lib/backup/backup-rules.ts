import type { BackupOverview, BackupView, VerificationView } from "./backup-schemas";

/** Nightly backups begin within this time of their hour: servers take turns. */
export const nightlyWindowHours = 4;

const units = ["bytes", "kB", "MB", "GB", "TB"];

/** 312 bytes, 48 MB, 1.2 GB: decimal units, as stores bill them. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[power]}`;
}

export const triggerTitles: Record<BackupView["trigger"], string> = {
  first: "First backup",
  nightly: "Nightly",
  manual: "On request",
  forensic: "Before a restore",
  agent: "By the server",
  final: "Before deletion",
  provider: "By the provider",
};

export const proofTitles: Record<BackupView["level"], string> = {
  0: "Not verified yet",
  1: "Checksums verified",
  2: "Log chain verified",
  3: "Restore tested",
};

export const checkTitles: Record<VerificationView["checks"][number]["name"], string> = {
  checksum: "Checksum",
  chain: "Log chain",
  restore: "Restore test",
  integrity: "Integrity",
};

/** Only what can be proven to be good may look good. */
export function looksGood(backup: BackupView): boolean {
  return backup.status === "good" && backup.verification?.status !== "failed";
}

/** The hour of a cron line when it is one plain hour. */
export function cronHour(cron: string): number | null {
  const hour = cron.trim().split(/\s+/)[1] ?? "";
  return /^\d{1,2}$/.test(hour) && Number(hour) < 24 ? Number(hour) : null;
}

export function withCronHour(cron: string, hour: number): string {
  const fields = cron.trim().split(/\s+/);
  return fields.length === 5 ? [fields[0], String(hour), ...fields.slice(2)].join(" ") : `0 ${hour} * * *`;
}

/**
 * How long ago everything was off-site: the report's own lag with the report's age, or the time shipped through,
 * whichever says less. Both hold; on a server where nothing is written the second one grows without a meaning.
 */
export function walAgeSeconds(wal: BackupOverview["wal"], now: number): number | null {
  const since = (time: string) => Math.max(0, (now - Date.parse(time)) / 1000);
  const bounds = [
    wal.lagSeconds === null ? null : wal.lagSeconds + (wal.reportedAt ? since(wal.reportedAt) : 0),
    wal.shippedThrough ? since(wal.shippedThrough) : null,
  ].filter((bound) => bound !== null);
  return bounds.length > 0 ? Math.min(...bounds) : null;
}

/** What is wrong with a server's backups, each said once. */
export function alarmsOf(overview: Pick<BackupOverview, "alarm" | "wal">): string[] {
  return [...new Set([overview.alarm, overview.wal.alarm])].filter((alarm) => alarm !== null);
}

export function isAlarming(overview: BackupOverview): boolean {
  return alarmsOf(overview).length > 0 || overview.wal.gaps.length > 0;
}
