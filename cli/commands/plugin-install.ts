import { command } from "@/cli/command";
import { pluginsSchema } from "@/cli/contract/server";
import { installPlugins } from "@/cli/plugin/install-plugins";
import { publicEntry } from "@/cli/plugin/ledger";

export default command({
  name: "plugin install",
  summary: "Install plugins from the signed registry, all or none",
  args: [{ name: "<plugins...>", about: "name@version, or name for the newest" }],
  exclusive: true,
  output: pluginsSchema,
  run: async ({ paths, list }) => ({
    plugins: (await installPlugins(paths, list("plugins"))).map(publicEntry),
  }),
  render: (data) => data.plugins.map((plugin) => `${plugin.name} ${plugin.version}`).join("\n"),
});
