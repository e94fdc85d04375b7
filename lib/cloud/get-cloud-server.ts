import { z } from "zod";
import { AppError } from "@/lib/errors";
import { type CloudServer, hetznerServerSchema } from "./cloud-schemas";
import { hetzner } from "./hetzner-client";

/** The server of this provider id, or null when the provider knows it no more. */
export async function getCloudServer(providerId: string): Promise<CloudServer | null> {
  try {
    const path = `/servers/${encodeURIComponent(providerId)}`;
    const { server } = await hetzner("GET", path, { schema: z.object({ server: hetznerServerSchema }) });
    return server;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
