import { z } from "zod";
import { HetznerError, invalidInput, notFound } from "./errors";
import type { Hetzner } from "./hetzner";
import { listAnswer } from "./paginate";
import { readBody } from "./read-body";
import type { ImageRecord } from "./records";
import { systemImages } from "./system-images";

const updateSchema = z.object({
  description: z.string().optional(),
  type: z.literal("snapshot").optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

export function imageView(image: ImageRecord) {
  return {
    id: Number(image.id),
    type: image.type,
    status: image.status,
    name: null,
    description: image.description,
    image_size: image.imageSizeGb,
    disk_size: image.diskSizeGb,
    created: image.created,
    created_from: { id: Number(image.createdFrom.id), name: image.createdFrom.name },
    bound_to: image.type === "backup" ? Number(image.createdFrom.id) : null,
    os_flavor: "ubuntu" as const,
    os_version: "24.04",
    rapid_deploy: false,
    protection: { delete: image.protected },
    deprecated: null,
    deleted: null,
    labels: image.labels,
    architecture: image.architecture,
  };
}

export type ImageView = ReturnType<typeof imageView> | (typeof systemImages)[number];

/** By name (system images, of the architecture asked for) or id. */
export function findImage(hetzner: Hetzner, nameOrId: string, architecture?: string): ImageView | undefined {
  const own = hetzner.project.images.get(nameOrId);
  if (own) return imageView(own);
  return systemImages.find(
    (image) =>
      String(image.id) === nameOrId ||
      (image.name === nameOrId && image.architecture === (architecture ?? image.architecture)),
  );
}

export function listImages(hetzner: Hetzner, query: URLSearchParams): Response {
  const wanted = (name: string, value: string | number | null) => {
    const values = query.getAll(name);
    return values.length === 0 || values.includes(String(value));
  };
  const images = [...systemImages, ...hetzner.project.images.all().map(imageView)].filter(
    (image) =>
      wanted("type", image.type) &&
      wanted("status", image.status) &&
      wanted("bound_to", image.bound_to) &&
      wanted("architecture", image.architecture),
  );
  return listAnswer("images", images, query);
}

export function getImage(hetzner: Hetzner, id: string): Response {
  const image = findImage(hetzner, id);
  if (!image || String(image.id) !== id) throw notFound("image", id);
  return Response.json({ image });
}

/** Renames, labels, or converts a backup to a snapshot, which then survives its server. */
export async function updateImage(hetzner: Hetzner, id: string, request: Request): Promise<Response> {
  const image = ownImage(hetzner, id);
  const body = await readBody(request, updateSchema);
  const changed = hetzner.project.images.put({
    ...image,
    description: body.description ?? image.description,
    labels: body.labels ?? image.labels,
    type: body.type ?? image.type,
  });
  return Response.json({ image: imageView(changed) });
}

export function deleteImage(hetzner: Hetzner, id: string): Response {
  const image = ownImage(hetzner, id);
  if (image.protected) throw new HetznerError("protected", "image is protected");
  hetzner.project.images.delete(id);
  void hetzner.machines.removeImage(id);
  return new Response(null, { status: 204 });
}

function ownImage(hetzner: Hetzner, id: string): ImageRecord {
  const image = hetzner.project.images.get(id);
  if (image) return image;
  if (findImage(hetzner, id)) {
    throw invalidInput([
      { name: "id", messages: ["only images of type snapshot and backup can be changed"] },
    ]);
  }
  throw notFound("image", id);
}
