import { command } from "@/cli/command";
import { settledSchema } from "@/cli/contract/backup";
import { settle } from "@/cli/restore/settle";

export default command({
  name: "backup settle",
  summary: "Run the post-restore migrations and start everything",
  args: [{ name: "<restore>", about: "its id" }],
  exclusive: true,
  output: settledSchema,
  run: ({ paths, arg }) => settle(paths, arg("restore")),
  render: (data) =>
    `Settled: ${data.extensions.length} extensions updated, ${data.reindexed} indexes rebuilt`,
});
