import { shippingSchema } from "@/cli/backup/collect-status";
import { findBackupSettings } from "@/cli/backup/settings";
import { Failure, messageOf } from "@/cli/lib/failure";
import { readJson, writeJson } from "@/cli/lib/files";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { shipWal, spooledFiles } from "@/cli/wal/ship-wal";

/**
 * One round: ships what the spool holds. Answers how long to wait for the next round; never throws, the database has nothing
 * to do with it.
 */
export async function shipRound(
  paths: Paths,
  failures: number,
): Promise<{ waitMs: number; failures: number }> {
  try {
    const settings = await findBackupSettings(paths);
    if (settings && (await spooledFiles(paths)).length > 0) {
      await shipWal(paths, settings);
      await remember(paths, null);
    }
    return { waitMs: 1000, failures: 0 };
  } catch (error) {
    const reason = error instanceof Failure ? `${error.code}: ${error.message}` : messageOf(error);
    if (failures === 0) log.warn("The write-ahead log could not be shipped", { reason });
    await remember(paths, reason).catch(() => {});
    return { waitMs: Math.min(30_000, 1000 * 2 ** failures), failures: Math.min(10, failures + 1) };
  }
}

async function remember(paths: Paths, lastError: string | null): Promise<void> {
  const known = await readJson(paths.walShipping, shippingSchema).catch(() => null);
  if (known?.lastError === lastError) return;
  await writeJson(paths.walShipping, { lastError, at: new Date().toISOString() });
}
