import { listBackups } from "@/cli/backup/list-backups";
import { openRepository } from "@/cli/backup/open-repository";
import { readBackupSettings } from "@/cli/backup/settings";
import { verifyBackup } from "@/cli/backup/verify-backup";
import { command } from "@/cli/command";
import { type Verified, verifiedSchema } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import { stepAside } from "@/cli/lib/step-aside";

const levels = { "1": 1, "2": 2, "3": 3 } as const;

export default command({
  name: "backup verify",
  summary: "Prove a backup: hashes, chain, and a real restore into a throw-away instance",
  args: [{ name: "[id]", about: "the newest when left out" }],
  options: [{ flags: "--level <level>", about: "1 hashes, 2 chain, 3 restore (the default)" }],
  output: verifiedSchema,
  run: async ({ paths, arg, option }) => {
    const level = levels[(option("level") ?? "3") as keyof typeof levels];
    if (!level) throw new Failure("invalid_input", "The level is 1, 2 or 3", { exit: "usage" });
    const repository = openRepository(await readBackupSettings(paths));
    const id = arg("id") || (await listBackups(repository))[0]?.id;
    if (!id) throw new Failure("no_such_backup", "There is no backup yet", { hint: "nself backup create" });
    stepAside();
    return await verifyBackup(paths, repository, id, level);
  },
  render: (data) =>
    [
      `Backup ID: ${data.id}`,
      `Checksum: ${word(data.checksum)}`,
      `Chain: ${word(data.chain)}`,
      `Restore test: ${word(data.restore)}`,
      `Integrity: ${word(data.integrity)}`,
      data.valid ? "Backup is valid and restorable." : "Backup is NOT valid.",
    ].join("\n"),
});

function word(check: Verified["checksum"]): string {
  return `${{ passed: "PASS", failed: "FAIL", skipped: "SKIPPED" }[check.status]} (${check.detail})`;
}
