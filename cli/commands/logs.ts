import { command } from "@/cli/command";
import { logsSchema } from "@/cli/contract/server";
import { Failure } from "@/cli/lib/failure";
import { findService } from "@/cli/project/find-service";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";

const lineLimit = 10_000;

export default command({
  name: "logs",
  summary: "Print the last lines of one service",
  args: [{ name: "<service>", about: "a service of the stack, a plugin, or agent" }],
  options: [{ flags: "--lines <count>", about: "how many lines (100)" }],
  output: logsSchema,
  run: async ({ paths, arg, option }) => {
    const lines = Number(option("lines") ?? 100);
    if (!Number.isInteger(lines) || lines < 1 || lines > lineLimit) {
      throw new Failure("usage", `--lines must be between 1 and ${lineLimit}`, { exit: "usage" });
    }
    const service = await findService(paths, arg("service"), ["agent"]);
    return { service, lines: await (await chooseRuntime(paths)).logs(service, lines) };
  },
  render: (data) => data.lines.join("\n"),
});
