import { command } from "@/cli/command";
import { backupIdSchema, restoredNowSchema } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import { restoreNow } from "@/cli/restore/restore-now";

export default command({
  name: "backup restore",
  summary: "Restore a backup, or with --pitr a moment; the data from before is kept for a day",
  args: [{ name: "[id]", about: "bak_YYYYMMDD_HHMMSS" }],
  options: [{ flags: "--pitr <time>", about: 'a time with its zone: "2026-05-07 13:45:00 UTC"' }],
  output: restoredNowSchema,
  run: async ({ paths, arg, option }) => {
    const [id, at] = [arg("id"), option("pitr")];
    if ((id === "") === (at === undefined)) {
      throw new Failure("usage", "Give a backup's id, or --pitr with a time", {
        exit: "usage",
        hint: "nself backup list",
      });
    }
    if (at !== undefined) return await restoreNow(paths, { at });
    if (!backupIdSchema.safeParse(id).success) {
      throw new Failure("invalid_input", `${id} is no backup's id`, {
        exit: "usage",
        hint: "nself backup list",
      });
    }
    return await restoreNow(paths, { backupId: id });
  },
  render: (data) =>
    [
      `Restore complete: ${data.rowCount.toLocaleString("en-US")} rows as of ${data.restoredTo}.`,
      `Data loss: ${inWords(data.lossSeconds)}. Undo with: nself backup undo ${data.restoreId}`,
    ].join("\n"),
});

function inWords(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  if (seconds < 7200) return `~${Math.round(seconds / 60)} minutes`;
  return `~${Math.round(seconds / 3600)} hours`;
}
