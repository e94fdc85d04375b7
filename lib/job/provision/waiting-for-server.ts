import { getCloudServer } from "@/lib/cloud/get-server";
import { pollActions } from "@/lib/cloud/poll-actions";
import { AppError } from "@/lib/errors";
import type { StepContext, StepResult } from "@/lib/job/step";

const pollSeconds = 2;

/** Until the provider says that the server runs. Polls of all waiting jobs are one request (`pollActions` batches). */
export async function waitingForServer({ server }: StepContext): Promise<StepResult> {
  if (!server.providerId)
    throw new AppError("internal", { internal: "waiting for a server that was not created" });
  if (server.actionIds.length > 0 && server.ipv4) {
    const actions = [...(await pollActions(server.actionIds)).values()];
    const failed = actions.find((action) => action.status === "error");
    if (failed) {
      throw new AppError("provider_refused", {
        public: `The provider could not start the server${failed.errorMessage ? `: ${failed.errorMessage}` : ""}.`,
        internal: failed.errorCode ?? undefined,
      });
    }
    const progress = Math.min(...actions.map((action) => action.progress));
    const running =
      actions.length === server.actionIds.length && actions.every((action) => action.status === "success");
    return running
      ? { kind: "done" }
      : { kind: "wait", seconds: pollSeconds, note: `The server is starting (${progress} %)` };
  }
  const vps = await getCloudServer(server.providerId);
  if (!vps) throw new AppError("provider_refused", { public: "The server has disappeared at the provider." });
  if (vps.status !== "running" || !vps.ipv4) {
    return { kind: "wait", seconds: pollSeconds, note: `The server is ${vps.status}` };
  }
  return {
    kind: "done",
    commit: async (tx) => {
      await tx.server.update({ where: { id: server.id }, data: { ipv4: vps.ipv4, ipv6: vps.ipv6 } });
    },
  };
}
