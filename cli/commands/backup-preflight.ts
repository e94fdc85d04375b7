import { command } from "@/cli/command";
import { preflightSchema } from "@/cli/contract/backup";
import { preflight } from "@/cli/restore/preflight";
import { readRestoreRequest } from "@/cli/restore/read-request";

export default command({
  name: "backup preflight",
  summary: "Say what a restore would need, from a request on standard input",
  output: preflightSchema,
  run: async ({ paths, readInput }) => await preflight(paths, readRestoreRequest(await readInput())),
  render: (data) =>
    `${(data.neededBytes / 1e9).toFixed(1)} GB needed, ${(data.freeBytes / 1e9).toFixed(1)} GB free`,
});
