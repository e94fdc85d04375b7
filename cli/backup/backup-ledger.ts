import { z } from "zod";
import { type BackupCreated, backupCreatedSchema } from "@/cli/contract/backup";
import { readJson, writeJson } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";

const kept = 100;

/** The backups that this server made and read back, newest last; the control plane learns of the agent's own ones from it. */
export async function readBackupLedger(paths: Paths): Promise<BackupCreated[]> {
  return (await readJson(paths.backupLedger, z.array(backupCreatedSchema))) ?? [];
}

export async function rememberBackup(paths: Paths, backup: BackupCreated): Promise<void> {
  await writeJson(paths.backupLedger, [...(await readBackupLedger(paths)), backup].slice(-kept), 0o600);
}
