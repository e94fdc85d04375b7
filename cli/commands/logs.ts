import { command } from "@/cli/command";
import { logsSchema } from "@/cli/contract/server";
import { Failure } from "@/cli/lib/failure";
import { readStack } from "@/cli/project/read-stack";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { pluginServiceName, stackServices } from "@/lib/stack/services";

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
    const names = ["agent", ...stackServices(await readStack(paths)).map((service) => service.name)];
    const service = [arg("service"), pluginServiceName(arg("service"))].find((name) => names.includes(name));
    if (!service)
      throw new Failure("unknown_service", `There is no service ${arg("service")}`, {
        exit: "usage",
        hint: `One of ${names.join(", ")}`,
      });
    return { service, lines: await (await chooseRuntime(paths)).logs(service, lines) };
  },
  render: (data) => data.lines.join("\n"),
});
