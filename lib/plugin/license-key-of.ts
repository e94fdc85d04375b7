import { open } from "@/lib/crypto";
import { validLicenses } from "./licensed-plugins";

/** The key that a team's servers install licensed plugins with: the broadest valid license first. Null without one. */
export async function licenseKeyOf(teamId: string): Promise<string | null> {
  const licenses = await validLicenses(teamId);
  const [broadest] = licenses.sort((a, b) => breadth(b.plugins) - breadth(a.plugins));
  return broadest ? open(broadest.key, `License.key.${broadest.id}`) : null;
}

function breadth(plugins: string[]): number {
  return plugins.includes("*") ? Number.POSITIVE_INFINITY : plugins.length;
}
