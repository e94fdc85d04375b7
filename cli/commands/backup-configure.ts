import { openRepository } from "@/cli/backup/open-repository";
import { command } from "@/cli/command";
import { backupConfiguredSchema, backupSettingsSchema } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import { writeJson } from "@/cli/lib/files";

export default command({
  name: "backup configure",
  summary: "Take the place, the keys and the policy of backups from standard input",
  exclusive: true,
  output: backupConfiguredSchema,
  run: async ({ paths, readInput }) => {
    const input = backupSettingsSchema.safeParse(JSON.parse(await readInput()));
    if (!input.success) throw new Failure("invalid_input", "The settings are malformed", { exit: "usage" });
    const settings = input.data;
    // A place that cannot be reached must be known now, not tonight.
    await openRepository(settings).store.list(`${settings.place.prefix}backups/`);
    await writeJson(paths.backupSettings, settings, 0o600);
    const { region, bucket, prefix } = settings.place;
    return { keyId: settings.key.id, region, bucket, prefix };
  },
  render: (data) => `Backups go to ${data.bucket}/${data.prefix} in ${data.region}`,
});
