import { enableBackups } from "@/lib/cloud/enable-backups";
import { getCloudServer } from "@/lib/cloud/get-cloud-server";
import { pollActions } from "@/lib/cloud/poll-actions";
import { AppError } from "@/lib/errors";
import type { ServerWithPlugins, StepContext, StepResult } from "@/lib/job/step";

const pollSeconds = 2;

/**
 * Until the provider says that the server runs; polls of all waiting jobs are one request (`pollActions` batches). Then
 * provider backups are turned on: before, the server is locked by its own creation.
 */
export async function waitingForServer({ server }: StepContext): Promise<StepResult> {
  if (!server.providerId)
    throw new AppError("internal", { internal: "waiting for a server that was not created" });
  const addresses = await runningAddresses(server, server.providerId);
  if ("kind" in addresses) return addresses;
  if (!server.backupsEnabled) await enableBackups(server.providerId);
  return {
    kind: "done",
    commit: async (tx) => {
      await tx.server.update({ where: { id: server.id }, data: { ...addresses, backupsEnabled: true } });
    },
  };
}

type Addresses = { ipv4: string; ipv6: string | null };

/** The addresses once the server runs: from its creation's actions, or for an adopted one by asking for it. */
async function runningAddresses(
  server: ServerWithPlugins,
  providerId: string,
): Promise<Addresses | StepResult> {
  const { ipv4, ipv6, actionIds } = server;
  if (ipv4 && actionIds.length > 0) {
    const actions = [...(await pollActions(actionIds)).values()];
    const failed = actions.find((action) => action.status === "error");
    if (failed) {
      throw new AppError("provider_refused", {
        public: `The provider could not start the server${failed.errorMessage ? `: ${failed.errorMessage}` : ""}.`,
        internal: failed.errorCode ?? undefined,
      });
    }
    const running =
      actions.length === actionIds.length && actions.every((action) => action.status === "success");
    if (running) return { ipv4, ipv6 };
    const progress = Math.min(...actions.map((action) => action.progress));
    return { kind: "wait", seconds: pollSeconds, note: `The server is starting (${progress} %)` };
  }
  const vps = await getCloudServer(providerId);
  if (!vps) throw new AppError("provider_refused", { public: "The server has disappeared at the provider." });
  if (vps.status === "running" && vps.ipv4) return { ipv4: vps.ipv4, ipv6: vps.ipv6 };
  return { kind: "wait", seconds: pollSeconds, note: `The server is ${vps.status}` };
}
