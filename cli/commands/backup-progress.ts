import { command } from "@/cli/command";
import { restoreProgressSchema } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import { readProgress, restoreFolder } from "@/cli/restore/restore-folder";

export default command({
  name: "backup progress",
  summary: "Say how far a restore has come",
  args: [{ name: "<restore>", about: "its id" }],
  output: restoreProgressSchema,
  run: async ({ paths, arg }) => {
    const progress = await readProgress(restoreFolder(paths, arg("restore")));
    if (progress) return progress;
    throw new Failure("no_such_restore", "This restore has not begun", { exit: "tryLater" });
  },
  render: (data) => `${data.phase}: ${data.doneBytes} of ${data.totalBytes} bytes`,
});
