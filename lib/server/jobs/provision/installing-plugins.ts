import { builtSchema, licenseSetSchema, pluginsSchema, startedSchema } from "@/cli/contract/server";
import { now } from "@/lib/clock";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { runNself } from "@/lib/machine/run-nself";
import { licenseKeyOf } from "@/lib/plugin/license-key-of";

/** Signed packages from our registry, verified on the server, baked into the stack; by name and version. */
export async function installingPlugins(context: StepContext): Promise<StepResult> {
  const { server, log } = context;
  if (server.plugins.length === 0) {
    await log("No plugins were chosen");
    return { kind: "done" };
  }
  const licenseKey = await licenseKeyOf(server.teamId);
  if (licenseKey) {
    await runNself(machineOfServer(server), ["license", "set"], licenseSetSchema, { stdin: licenseKey });
  }
  const wanted = server.plugins.map(({ name, version }) => `${name}@${version}`);
  const install = { name: "plugins", args: ["plugin", "install", ...wanted], schema: pluginsSchema };
  const installed = await runServerTask(context, install);
  if (!installed) return { kind: "wait", seconds: 1, note: `Installing ${wanted.length} plugins` };
  if (!(await runServerTask(context, { name: "build", args: ["build"], schema: builtSchema }))) {
    return { kind: "wait", seconds: 1 };
  }
  if (!(await runServerTask(context, { name: "start", args: ["start"], schema: startedSchema }))) {
    return { kind: "wait", seconds: 1, note: "The plugins are starting" };
  }
  return {
    kind: "done",
    commit: async (tx) => {
      for (const { name, version, sha256, keyId } of installed.plugins) {
        await tx.serverPlugin.updateMany({
          where: { serverId: server.id, name },
          data: { version, sha256, keyId, installedAt: now() },
        });
      }
    },
  };
}
