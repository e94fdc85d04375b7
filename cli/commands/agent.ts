import { mkdir } from "node:fs/promises";
import { z } from "zod";
import { runLoops } from "@/cli/agent/run-loops";
import { command } from "@/cli/command";
import { serveHealth } from "@/cli/health/agent-server";
import { collectHealth } from "@/cli/health/collect-health";
import { Failure } from "@/cli/lib/failure";
import { log } from "@/cli/lib/log";
import { socketAddress } from "@/cli/lib/unix-socket";
import { untilSignal } from "@/cli/lib/until-signal";
import { findStack } from "@/cli/project/read-stack";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { agentAnswers } from "@/cli/runtime/ensure-agent";
import { announceDaemon } from "@/cli/runtime/process/daemon";

/**
 * The one daemon of a server: serves the health, ships the write-ahead log, takes a backup when nobody asks for one, and
 * goes on while the control plane is away. It restarts nothing by itself.
 */
export default command({
  name: "agent",
  summary: "Run the daemon that answers /health and ships the write-ahead log",
  options: [{ flags: "--with-stack", about: "stops when the stack stops" }],
  output: z.object({ stopped: z.boolean() }),
  run: async ({ paths, flag }) => {
    await mkdir(paths.run, { recursive: true, mode: 0o755 });
    if (await agentAnswers(paths)) throw new Failure("agent_running", "Another agent answers already");
    const server = await serveHealth(socketAddress(paths, "agent"), async () => {
      const stack = await findStack(paths);
      return stack ? await collectHealth(stack, await chooseRuntime(paths)) : null;
    });
    if (flag("withStack")) await announceDaemon(paths, "agent");
    log.info("The agent answers");
    const loops = new AbortController();
    runLoops(paths, loops.signal);
    await untilSignal();
    loops.abort();
    server.close();
    server.closeAllConnections();
    return { stopped: true };
  },
  render: () => "",
});
