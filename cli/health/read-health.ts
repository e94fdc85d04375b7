import { type HealthReport, healthReportSchema } from "@/cli/contract/server";
import { Failure } from "@/cli/lib/failure";
import { httpGet } from "@/cli/lib/http-get";
import type { Paths } from "@/cli/lib/paths";
import { socketAddress } from "@/cli/lib/unix-socket";
import { readStack } from "@/cli/project/read-stack";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";

/** The health at this moment: from the agent, or asked directly when there is no agent. */
export async function readHealth(paths: Paths): Promise<HealthReport> {
  const stack = await readStack(paths);
  const address = await Promise.resolve()
    .then(() => socketAddress(paths, "agent"))
    .catch(() => null);
  const answer = address && (await httpGet({ socketPath: address }, "/fresh", 15_000).catch(() => null));
  if (answer) {
    try {
      return healthReportSchema.parse(JSON.parse(answer.body));
    } catch (error) {
      throw new Failure("agent_failed", "The agent's answer cannot be read", {
        cause: error,
        hint: "nself logs agent",
      });
    }
  }
  const { collectHealth } = await import("@/cli/health/collect-health");
  return await collectHealth(stack, await chooseRuntime(paths));
}
