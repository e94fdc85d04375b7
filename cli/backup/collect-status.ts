import { stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { BackupStatus } from "@/cli/contract/backup";
import { readJson } from "@/cli/lib/files";
import { readMaintenance } from "@/cli/lib/maintenance";
import type { Paths } from "@/cli/lib/paths";
import { listFenced } from "@/cli/restore/fenced";
import { diskSpace, spooledFiles } from "@/cli/wal/ship-wal";
import { readWalLedger } from "@/cli/wal/wal-ledger";
import { readBackupLedger } from "./backup-ledger";
import { findBackupSettings } from "./settings";

/** What the agent's last round of shipping said; kept so that a command can tell it. */
export const shippingSchema = z.object({ lastError: z.string().nullable(), at: z.iso.datetime() });
const laggingSeconds = 180;
const stalledSeconds = 900;

/** How backups and the write-ahead log stand, from what this server knows; asks neither store nor database. */
export async function collectBackupStatus(paths: Paths, now = Date.now()): Promise<BackupStatus> {
  const [settings, ledger, spooled, disk, backups, maintenance, fenced, shipping] = await Promise.all([
    findBackupSettings(paths),
    readWalLedger(paths),
    spooledFiles(paths),
    diskSpace(paths.state),
    readBackupLedger(paths),
    readMaintenance(paths),
    listFenced(paths),
    readJson(paths.walShipping, shippingSchema).catch(() => null),
  ]);
  const sizes = await Promise.all(
    spooled.map((name) => stat(path.join(paths.walSpool, name)).catch(() => null)),
  );
  const oldest = Math.min(now, ...sizes.flatMap((file) => (file ? [file.mtimeMs] : [])));
  const lagSeconds = Math.round((now - oldest) / 1000);
  const state = lagSeconds > stalledSeconds ? "stalled" : lagSeconds > laggingSeconds ? "lagging" : "ok";
  const spoolBytes = sizes.reduce((sum, file) => sum + (file?.size ?? 0), 0);
  const last = backups.at(-1);
  return {
    configured: settings !== null,
    region: settings?.place.region ?? null,
    wal: {
      state: settings === null && spooled.length > 0 ? "stalled" : state,
      runs: ledger.runs.slice(-50),
      spoolSegments: spooled.length,
      spoolBytes,
      lagSeconds,
      lastShippedAt: ledger.lastShippedAt,
      lastError: shipping?.lastError ?? null,
      alarm: alarmOf(state, spoolBytes, disk),
    },
    disk,
    lastBackup: last ? { id: last.id, at: last.consistentAt } : null,
    ...{ maintenance: maintenance.maintenance },
    fenced,
    time: new Date(now).toISOString(),
  };
}

/** Rings while there is still room: the database must never learn of it. */
function alarmOf(
  state: BackupStatus["wal"]["state"],
  spoolBytes: number,
  disk: { freeBytes: number; totalBytes: number },
): string | null {
  const free = disk.freeBytes / disk.totalBytes;
  if (spoolBytes > 0 && (free < 0.15 || spoolBytes > disk.freeBytes / 2)) {
    return `Write-ahead log that is not off-site (${Math.ceil(spoolBytes / 1e6)} MB) is filling the disk; ${Math.floor(free * 100)} % are free`;
  }
  if (state === "stalled") return "The write-ahead log does not come off-site";
  return free < 0.05 ? `Only ${Math.floor(free * 100)} % of the disk are free` : null;
}
