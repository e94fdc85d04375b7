import { deleteCloudServer } from "@/lib/cloud/delete-cloud-server";
import { findCloudServer } from "@/lib/cloud/find-cloud-server";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { ReceiptItem } from "@/lib/job/job-schemas";
import type { Server } from "@/prisma/client/client";
import { recordReleased } from "./ledger";
import { cloudServerName } from "./server-names";

/**
 * Deletes the VPS, by id or, when creation's answer was lost, by its derived name; works when it is gone already. Its
 * addresses go with it. Deleted means: the provider, asked again, does not know it any more.
 */
export async function releaseMachine(server: Server): Promise<ReceiptItem[]> {
  const name = cloudServerName(server.id);
  const found = await findCloudServer(name);
  const ours = found?.labels["nself-server"] === server.id ? found : null;
  const providerId = ours?.providerId ?? server.providerId;
  const outcome = providerId ? await deleteCloudServer(providerId) : "not_found";
  const still = await findCloudServer(name);
  if (still && still.labels["nself-server"] === server.id) {
    throw new AppError("provider_locked", { public: "The provider still lists the server." });
  }
  await recordReleased(db(), server.id, "server");
  const detail = outcome === "deleted" ? "with its addresses and provider backups; billing stops" : null;
  return [{ kind: "server", name, outcome, detail }];
}
