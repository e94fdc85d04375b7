import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { httpGet } from "@/cli/lib/http-get";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { run } from "@/cli/lib/spawn";
import { socketAddress } from "@/cli/lib/unix-socket";
import { waitUntil } from "@/cli/lib/wait-until";
import { startDaemon } from "./process/daemon";

export async function agentAnswers(paths: Paths): Promise<boolean> {
  if (!existsSync(paths.run)) return false;
  return await httpGet({ socketPath: socketAddress(paths, "agent") }, "/alive", 2000).then(
    () => true,
    () => false,
  );
}

/** The agent is a unit of systemd. Where it has not been installed as one, it is started beside the stack and stops with it. */
export async function ensureAgent(paths: Paths): Promise<void> {
  await mkdir(paths.run, { recursive: true });
  if (await agentAnswers(paths)) return;
  if (existsSync(paths.agentUnit)) {
    const started = await run(["systemctl", "start", "nself-agent.service"], { timeoutMs: 20_000 }).catch(
      () => null,
    );
    if (started?.exitCode === 0) {
      const up = await waitUntil(() => agentAnswers(paths), { timeoutMs: 10_000 });
      if (up) return;
    }
    log.warn("The agent's unit does not start; starting the agent without it");
  }
  await startDaemon(paths, "agent", ["--with-stack"]);
}
