import { z } from "zod";
import { AppError } from "@/lib/errors";
import { hetzner } from "./hetzner-client";

/** Deletes a key of the project. One that is gone is fine. */
export async function deleteSshKey(providerId: string): Promise<"deleted" | "not_found"> {
  try {
    await hetzner("DELETE", `/ssh_keys/${encodeURIComponent(providerId)}`, { schema: z.looseObject({}) });
    return "deleted";
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return "not_found";
    throw error;
  }
}
