import { listBackups } from "@/cli/backup/list-backups";
import { openRepository } from "@/cli/backup/open-repository";
import { readBackupSettings } from "@/cli/backup/settings";
import { command } from "@/cli/command";
import { backupListingSchema } from "@/cli/contract/backup";

export default command({
  name: "backup list",
  summary: "List the backups that the store holds, newest first",
  output: backupListingSchema,
  run: async ({ paths }) => ({ backups: await listBackups(openRepository(await readBackupSettings(paths))) }),
  render: ({ backups }) =>
    backups
      .map((one) =>
        `${one.id}  ${one.problem ?? `${((one.sizeBytes ?? 0) / 1e6).toFixed(1)} MB`}  ${one.label ?? ""}`.trimEnd(),
      )
      .join("\n"),
});
