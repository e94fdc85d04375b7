import { command } from "@/cli/command";
import { switchedSchema } from "@/cli/contract/backup";
import { switchData } from "@/cli/restore/switch-data";

export default command({
  name: "backup undo",
  summary: "Put the data from before a restore back in its place",
  args: [{ name: "<restore>", about: "its id" }],
  exclusive: true,
  output: switchedSchema,
  run: async ({ paths, arg }) => {
    await switchData(paths, arg("restore"), "former");
    return { restoreId: arg("restore"), serving: "former" as const };
  },
  render: (data) => `The ${data.serving} data serves now`,
});
