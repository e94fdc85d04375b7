import { type Actor, requirePermission } from "@/lib/access/actor";
import { catalogue } from "./catalogue";
import { licenseCovers, validLicenses } from "./licensed-plugins";
import { perPluginSeconds } from "./plugin-rules";
import type { PluginView } from "./plugin-schemas";

/** The catalogue, and which of its plugins the team may install. */
export async function listPlugins(actor: Actor): Promise<PluginView[]> {
  requirePermission(actor, "server:read");
  const licenses = await validLicenses(actor.teamId);
  return catalogue.map(({ name, version, title, description, category, tier, memoryMb }) => ({
    name,
    version,
    title,
    description,
    category,
    tier,
    memoryMb,
    licensed: tier === "free" || licenses.some((license) => licenseCovers(license, name)),
    installSeconds: perPluginSeconds,
  }));
}
