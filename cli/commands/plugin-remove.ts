import { command } from "@/cli/command";
import { pluginsSchema } from "@/cli/contract/server";
import { log } from "@/cli/lib/log";
import { publicEntry, readLedger } from "@/cli/plugin/ledger";
import { switchPlugins } from "@/cli/plugin/switch-plugins";

export default command({
  name: "plugin remove",
  summary: "Remove plugins; what is not installed is no error",
  args: [{ name: "<plugins...>", about: "names" }],
  exclusive: true,
  output: pluginsSchema,
  run: async ({ paths, list }) => {
    const names = list("plugins");
    const { plugins } = await readLedger(paths);
    const kept = plugins.filter((plugin) => !names.includes(plugin.name));
    if (kept.length < plugins.length) {
      await switchPlugins(paths, kept);
      log.info(`Removed ${plugins.length - kept.length} plugins`);
    }
    return { plugins: kept.map(publicEntry) };
  },
  render: (data) => data.plugins.map((plugin) => `${plugin.name} ${plugin.version}`).join("\n"),
});
