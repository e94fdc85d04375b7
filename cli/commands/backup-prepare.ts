import { command } from "@/cli/command";
import { preparedSchema } from "@/cli/contract/backup";
import { prepareRestore } from "@/cli/restore/prepare-restore";
import { readRestoreRequest } from "@/cli/restore/read-request";

export default command({
  name: "backup prepare",
  summary: "Restore beside the data that serves, and examine it; from a request on standard input",
  output: preparedSchema,
  run: async ({ paths, readInput }) => await prepareRestore(paths, readRestoreRequest(await readInput())),
  render: (data) => `${data.backupId} is ready beside, up to ${data.recoveredTo ?? "its own end"}`,
});
