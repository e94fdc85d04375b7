import { type BackupSettings, backupSettingsSchema } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import { readJson } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";

/** `/etc/nself/backup.json`, readable by root alone; null before the control plane has sent it. */
export function findBackupSettings(paths: Paths): Promise<BackupSettings | null> {
  return readJson(paths.backupSettings, backupSettingsSchema);
}

export async function readBackupSettings(paths: Paths): Promise<BackupSettings> {
  const settings = await findBackupSettings(paths);
  if (settings) return settings;
  throw new Failure("not_configured", "This server has no place for backups yet", {
    hint: "The control plane sends it: nself backup configure",
  });
}
