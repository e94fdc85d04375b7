import { z } from "zod";
import { AppError } from "@/lib/errors";
import { actionSchema } from "./cloud-schemas";
import { getCloudServer } from "./get-server";
import { hetzner } from "./hetzner-client";

/**
 * Switches the provider's nightly backups on; harmless when they are. Throws `provider_locked` while another action
 * runs on the server. There is no counterpart here: switching them off deletes every backup at once (reference: Hetzner
 * "disable_backup").
 */
export async function enableBackups(providerId: string): Promise<{ actionId: string | null }> {
  const server = await getCloudServer(providerId);
  if (!server) throw new AppError("not_found", { internal: `server ${providerId} is gone at the provider` });
  if (server.backupsEnabled) return { actionId: null };
  const path = `/servers/${encodeURIComponent(providerId)}/actions/enable_backup`;
  const { action } = await hetzner("POST", path, { schema: z.object({ action: actionSchema }) });
  return { actionId: String(action.id) };
}
