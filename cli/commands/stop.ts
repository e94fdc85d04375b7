import { command } from "@/cli/command";
import { startedSchema } from "@/cli/contract/server";
import { collectHealth } from "@/cli/health/collect-health";
import { renderServices } from "@/cli/health/render-services";
import { log } from "@/cli/lib/log";
import { findStack } from "@/cli/project/read-stack";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { stopDaemon } from "@/cli/runtime/process/daemon";

export default command({
  name: "stop",
  summary: "Stop the stack; its data stays",
  exclusive: true,
  output: startedSchema,
  run: async ({ paths }) => {
    const runtime = await chooseRuntime(paths);
    // Only an agent that was started beside the stack: one that is a unit belongs to systemd.
    await Promise.all([runtime.stop(), stopDaemon(paths, "agent")]);
    const stack = await findStack(paths);
    log.info("Stopped the stack");
    return { services: stack ? (await collectHealth(stack, runtime)).services : [] };
  },
  render: (data) => renderServices(data.services),
});
