import { command } from "@/cli/command";
import { versionSchema } from "@/cli/contract/server";
import { readMachineFile } from "@/cli/lib/machine-file";
import { nselfVersion } from "@/cli/lib/version";

export default command({
  name: "version",
  summary: "Print the version of nself and the machine's runtime",
  output: versionSchema,
  run: async ({ paths }) => ({ version: nselfVersion, runtime: (await readMachineFile(paths)).runtime }),
  render: (data) => `nself ${data.version} (${data.runtime})`,
});
