import { command } from "@/cli/command";
import { restartedSchema } from "@/cli/contract/server";
import { Failure } from "@/cli/lib/failure";
import { restartServices } from "@/cli/project/restart-services";

const mostSeconds = 900;

export default command({
  name: "service restart",
  summary: "Restart one service, or all, and wait until it is healthy again",
  args: [{ name: "[service]", about: "a service of the stack, or a plugin; without one, all of them" }],
  options: [{ flags: "--timeout <seconds>", about: "how long to wait for it (120)" }],
  exclusive: true,
  output: restartedSchema,
  run: async ({ paths, arg, option }) => {
    const seconds = Number(option("timeout") ?? 120);
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > mostSeconds) {
      throw new Failure("usage", `--timeout must be between 1 and ${mostSeconds} seconds`, { exit: "usage" });
    }
    return await restartServices(paths, arg("service") || null, seconds * 1000);
  },
  render: ({ restarted, awaySeconds }) =>
    `Restarted ${restarted.join(", ")}; healthy again after ${awaySeconds} s`,
});
