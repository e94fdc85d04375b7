import { initialisedSchema } from "@/cli/contract/server";
import { seal } from "@/lib/crypto";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";
import { initInput } from "@/lib/server/init-input";

/**
 * cloud-init installs Docker and `nself`, and the server enrols itself (`enrolServer` wakes this job); then `nself init`
 * writes its configuration. The admin secret is made on the server; our copy is sealed until the customer has seen it.
 */
export async function bootstrapping(context: StepContext): Promise<StepResult> {
  const { server } = context;
  if (!server.enrolledAt) {
    return {
      kind: "wait",
      seconds: 5,
      note: "The server is installing Docker and ɳSelf; it reports here when it is done",
    };
  }
  const task = { name: `init-${server.subdomain}`, args: ["init"], stdin: JSON.stringify(initInput(server)) };
  const initialised = await runServerTask(context, { ...task, schema: initialisedSchema });
  if (!initialised) return { kind: "wait", seconds: 1 };
  const adminSecret = seal(initialised.credentials.hasuraAdminSecret, `Server.adminSecret.${server.id}`);
  await context.log(`Configured ${initialised.services.join(", ")} for ${initialised.domain}`);
  return {
    kind: "done",
    commit: async (tx) => {
      await tx.server.update({ where: { id: server.id }, data: { adminSecret } });
    },
  };
}
