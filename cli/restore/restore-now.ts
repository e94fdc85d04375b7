import { randomBytes } from "node:crypto";
import { createBackup } from "@/cli/backup/create-backup";
import { openRepository } from "@/cli/backup/open-repository";
import { readManifest } from "@/cli/backup/read-manifest";
import { readBackupSettings } from "@/cli/backup/settings";
import type { RestoreTarget } from "@/cli/contract/backup";
import { messageOf } from "@/cli/lib/failure";
import { log } from "@/cli/lib/log";
import { setMaintenance } from "@/cli/lib/maintenance";
import type { Paths } from "@/cli/lib/paths";
import { chooseTarget } from "./choose-target";
import { prepareRestore } from "./prepare-restore";
import { settle } from "./settle";
import { switchData } from "./switch-data";

export interface RestoredNow {
  restoreId: string;
  backupId: string;
  restoredTo: string;
  lossSeconds: number;
  rowCount: number;
}

/**
 * The whole restore for somebody at the server (seed: disaster recovery): maintenance on, what is there backed up, restored
 * beside, examined, switched, settled, maintenance off. Until the switch a failure leaves everything as it was.
 */
export async function restoreNow(
  paths: Paths,
  wanted: { backupId: string } | { at: string },
): Promise<RestoredNow> {
  const repository = openRepository(await readBackupSettings(paths));
  const target: RestoreTarget =
    "at" in wanted
      ? await chooseTarget(paths, repository, wanted.at)
      : { backupId: wanted.backupId, at: null, timeline: null };
  const manifest = await readManifest(repository, target.backupId);
  const restoredTo = target.at ?? manifest.consistentAt;
  const restoreId = `cli_${Date.now().toString(36)}${randomBytes(3).toString("hex")}`;
  log.info("Visitors get 503 from now on");
  await setMaintenance(paths, true);
  try {
    const label = `forensic-${new Date().toISOString().slice(0, 10).replaceAll("-", "")}`;
    await createBackup(paths, { label, trigger: "forensic" }).catch((error) => {
      // A database that does not run cannot be backed up; its folder is kept all the same.
      log.warn("What is there now could not be backed up; it is kept on this server for a day", {
        reason: messageOf(error),
      });
    });
    log.info(`Restoring the database from ${target.backupId}`);
    const prepared = await prepareRestore(paths, { restoreId, target, source: null });
    await switchData(paths, restoreId, "restored");
    log.info("Running post-restore migrations");
    await settle(paths, restoreId);
    return {
      restoreId,
      backupId: target.backupId,
      restoredTo,
      lossSeconds: Math.max(0, Math.round((Date.now() - Date.parse(restoredTo)) / 1000)),
      rowCount: prepared.rowCount,
    };
  } finally {
    await setMaintenance(paths, false);
  }
}
