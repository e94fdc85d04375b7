import { createBackup } from "@/cli/backup/create-backup";
import { command } from "@/cli/command";
import { backupCreatedSchema, labelSchema } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import { stepAside } from "@/cli/lib/step-aside";

export default command({
  name: "backup create",
  summary: "Back up database, objects, configuration and plugin set off-site, and read it back",
  options: [
    { flags: "--label <text>", about: "a word to find it by" },
    { flags: "--trigger <word>", about: "who asked for it" },
  ],
  output: backupCreatedSchema,
  run: async ({ paths, option }) => {
    const label = labelSchema.nullable().safeParse(option("label") ?? null);
    if (!label.success) {
      throw new Failure("invalid_input", "A label has letters, digits, spaces and . : - _, at most 60", {
        exit: "usage",
      });
    }
    stepAside();
    return await createBackup(paths, { label: label.data, trigger: option("trigger") ?? "manual" });
  },
  render: (data) =>
    `${data.id}  ${(data.sizeBytes / 1e6).toFixed(1)} MB, ${(data.storedBytes / 1e6).toFixed(1)} MB stored`,
});
