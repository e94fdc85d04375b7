import { z } from "zod";
import { AppError } from "@/lib/errors";
import { hetzner } from "./hetzner-client";

/** Deletes a server with its backups and addresses. One that is gone is fine. */
export async function deleteCloudServer(providerId: string): Promise<"deleted" | "not_found"> {
  try {
    await hetzner("DELETE", `/servers/${encodeURIComponent(providerId)}`, { schema: z.looseObject({}) });
    return "deleted";
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return "not_found";
    throw error;
  }
}
