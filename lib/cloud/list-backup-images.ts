import { z } from "zod";
import { pageSchema } from "./cloud-schemas";
import { hetzner } from "./hetzner-client";

/** A nightly backup that the provider made. Bound to its server, and gone with it. */
export interface BackupImage {
  imageId: string;
  /** The provider's id of the server. */
  boundTo: string;
  status: "available" | "creating" | "unavailable";
  /** ISO 8601 with zone. */
  createdAt: string;
  /** Zero or null for an image that came to nothing. */
  sizeBytes: number | null;
}

const schema = z.object({
  images: z.array(
    z.object({
      id: z.number(),
      status: z.enum(["available", "creating", "unavailable"]),
      created: z.string(),
      image_size: z.number().nullable(),
      bound_to: z.number().nullable(),
    }),
  ),
  meta: pageSchema.optional(),
});

/** Every backup of the project, or of one server (`boundTo`), over all pages of 50. */
export async function listBackupImages(boundTo?: string): Promise<BackupImage[]> {
  const found: BackupImage[] = [];
  let page: number | null | undefined = 1;
  while (page) {
    const answer: z.infer<typeof schema> = await hetzner("GET", "/images", {
      query: { type: "backup", bound_to: boundTo, page, per_page: 50, sort: "id:asc" },
      schema,
    });
    for (const image of answer.images) {
      if (image.bound_to === null) continue;
      found.push({
        imageId: String(image.id),
        boundTo: String(image.bound_to),
        status: image.status,
        createdAt: new Date(image.created).toISOString(),
        sizeBytes: image.image_size === null ? null : Math.round(image.image_size * 1e9),
      });
    }
    page = answer.meta?.pagination.next_page;
  }
  return found;
}
