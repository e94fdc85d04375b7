import { z } from "zod";
import { AppError } from "@/lib/errors";
import { hetzner } from "./hetzner-client";

const schema = z.object({ image: z.object({ id: z.number(), type: z.string(), created: z.string() }) });

/** Turns a backup into a snapshot, which outlives its server and costs by size. Doing it again changes nothing. */
export async function keepImage(imageId: string, description: string): Promise<{ createdAt: string }> {
  const { image } = await hetzner("PUT", `/images/${encodeURIComponent(imageId)}`, {
    body: { type: "snapshot", description },
    schema,
  });
  if (image.type !== "snapshot")
    throw new AppError("provider_unavailable", { internal: `image ${imageId} stayed ${image.type}` });
  return { createdAt: new Date(image.created).toISOString() };
}

/** Deletes a snapshot or backup; one that is gone is no error. */
export async function deleteImage(imageId: string): Promise<"deleted" | "not_found"> {
  try {
    await hetzner("DELETE", `/images/${encodeURIComponent(imageId)}`, { schema: z.unknown() });
    return "deleted";
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return "not_found";
    throw error;
  }
}
