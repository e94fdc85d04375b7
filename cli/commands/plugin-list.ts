import { command } from "@/cli/command";
import { pluginsSchema } from "@/cli/contract/server";
import { publicEntry, readLedger } from "@/cli/plugin/ledger";

export default command({
  name: "plugin list",
  summary: "List the plugins that are installed",
  output: pluginsSchema,
  run: async ({ paths }) => ({ plugins: (await readLedger(paths)).plugins.map(publicEntry) }),
  render: (data) =>
    data.plugins.map((plugin) => `${plugin.name} ${plugin.version}`).join("\n") || "No plugins",
});
