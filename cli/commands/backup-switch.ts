import { command } from "@/cli/command";
import { switchedSchema } from "@/cli/contract/backup";
import { switchData } from "@/cli/restore/switch-data";

export default command({
  name: "backup switch",
  summary: "Put restored data in the place of what serves",
  args: [{ name: "<restore>", about: "its id" }],
  exclusive: true,
  output: switchedSchema,
  run: async ({ paths, arg }) => {
    await switchData(paths, arg("restore"), "restored");
    return { restoreId: arg("restore"), serving: "restored" as const };
  },
  render: (data) => `The ${data.serving} data serves now`,
});
