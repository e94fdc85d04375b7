import { existsSync } from "node:fs";
import type { ServiceReport } from "@/cli/contract/server";
import { Failure } from "@/cli/lib/failure";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { finishSwitch } from "@/cli/restore/switch-data";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { ensureAgent } from "@/cli/runtime/ensure-agent";
import { readStack } from "./read-stack";
import { namedWithReason, waitForServices } from "./wait-for-services";

/** Images start slowly on a small server: Hasura alone may take a minute. */
const deadlineMs = { compose: 240_000, process: 20_000 };

/** Starts the stack and the agent; done when every required service answers. Others that do not are reported, not waited for. */
export async function startStack(paths: Paths): Promise<{ services: ServiceReport[] }> {
  const stack = await readStack(paths);
  if (!existsSync(paths.composeFile)) {
    throw new Failure("not_built", "The stack has not been built yet", { hint: "nself build" });
  }
  const runtime = await chooseRuntime(paths);
  await finishSwitch(paths);
  await Promise.all([runtime.start(stack), ensureAgent(paths)]);
  const { services, down } = await waitForServices(
    paths,
    runtime,
    ({ kind }) => kind === "required",
    deadlineMs[runtime.kind],
  );
  if (down.length > 0) {
    throw new Failure(
      "not_healthy",
      `The stack was started, but these do not answer: ${namedWithReason(down)}`,
      { hint: "nself logs <service>" },
    );
  }
  log.info(`Started ${services.length} services`);
  return { services };
}
