import { type Actor, requirePermission } from "@/lib/access/actor";
import { listCloudLocations } from "@/lib/cloud/list-cloud-locations";
import type { Location } from "./server-schemas";

export async function listLocations(actor: Actor): Promise<Location[]> {
  requirePermission(actor, "server:read");
  return await listCloudLocations();
}
