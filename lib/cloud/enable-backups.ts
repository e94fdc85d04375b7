import { z } from "zod";
import { AppError } from "@/lib/errors";
import { actionSchema } from "./cloud-schemas";
import { getCloudServer } from "./get-cloud-server";
import { hetzner } from "./hetzner-client";

/**
 * Switches the provider's nightly backups on; harmless when they are. Throws `provider_locked` while another action
 * runs on the server. There is no counterpart here: switching them off deletes every backup at once (reference: Hetzner
 * "disable_backup").
 */
export async function enableBackups(providerId: string): Promise<{ actionId: string | null }> {
  const path = `/servers/${encodeURIComponent(providerId)}/actions/enable_backup`;
  try {
    const { action } = await hetzner("POST", path, { schema: z.object({ action: actionSchema }) });
    return { actionId: String(action.id) };
  } catch (error) {
    if (error instanceof AppError && error.class === "transient") throw error;
    // Perhaps an earlier call had done it: what counts is whether they are on.
    const server = await getCloudServer(providerId);
    if (server?.backupsEnabled) return { actionId: null };
    throw error;
  }
}
