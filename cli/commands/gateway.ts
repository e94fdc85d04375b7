import { mkdir } from "node:fs/promises";
import { z } from "zod";
import { command } from "@/cli/command";
import { Failure, messageOf } from "@/cli/lib/failure";
import { log } from "@/cli/lib/log";
import { readMachineFile } from "@/cli/lib/machine-file";
import { untilSignal } from "@/cli/lib/until-signal";
import { readStack } from "@/cli/project/read-stack";
import { announceDaemon } from "@/cli/runtime/process/daemon";
import { createGateway } from "@/cli/runtime/process/gateway";
import { createStandIns } from "@/cli/runtime/process/stand-ins";

export default command({
  name: "gateway",
  summary: "Run the TLS gateway and the stand-ins of the process runtime",
  output: z.object({ stopped: z.boolean() }),
  run: async ({ paths }) => {
    const machine = await readMachineFile(paths);
    if (machine.runtime !== "process")
      throw new Failure("wrong_runtime", "Containers have nginx as their gateway");
    await mkdir(paths.run, { recursive: true, mode: 0o755 });
    const standIns = createStandIns(paths);
    const gateway = createGateway(paths);
    const load = async () => {
      const stack = await readStack(paths);
      await standIns.follow(stack);
      await gateway.load(stack);
    };
    let loading = load();
    await loading;
    process.on("SIGHUP", () => {
      loading = loading
        .then(load)
        .then(() => announceDaemon(paths, "gateway"))
        .catch((error) => log.error("Reloading failed", { reason: messageOf(error) }));
    });
    await new Promise<void>((resolve, reject) => {
      gateway.server.once("error", reject);
      gateway.server.listen(machine.ports.https, "127.0.0.1", resolve);
    });
    await announceDaemon(paths, "gateway");
    log.info("The gateway answers", { port: machine.ports.https });
    await untilSignal();
    gateway.server.close();
    gateway.server.closeAllConnections();
    standIns.close();
    return { stopped: true };
  },
  render: () => "",
});
