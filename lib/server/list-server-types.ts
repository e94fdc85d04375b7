import { type Actor, requirePermission } from "@/lib/access/actor";
import { type CloudServerType, listCloudServerTypes } from "@/lib/cloud/list-cloud-server-types";
import { monthlyPriceCents } from "./price";
import type { ServerType } from "./server-schemas";

/** The core services want this much; a smaller machine is not offered. */
const leastMemoryGb = 3.5;

/** What can be ordered, live from the provider, the cheapest first. */
export async function listServerTypes(actor: Actor): Promise<ServerType[]> {
  requirePermission(actor, "server:read");
  const offered = (await listCloudServerTypes()).filter(
    (type) => !type.deprecated && type.memoryGb >= leastMemoryGb,
  );
  const recommended = offered
    .filter((type) => type.architecture === "x86" && type.memoryGb >= 8 && type.availableIn.length > 0)
    .sort(byPrice)[0];
  return offered.sort(byPrice).map((type) => ({
    name: type.name,
    description: type.description,
    cores: type.cores,
    memoryGb: type.memoryGb,
    diskGb: type.diskGb,
    architecture: type.architecture,
    cpuType: type.cpuType,
    suits: suits(type),
    recommended: type.name === recommended?.name,
    prices: type.prices.map(({ location, monthlyCents, currency }) => ({
      location,
      monthlyCents: monthlyPriceCents(monthlyCents),
      currency,
      available: type.availableIn.includes(location),
    })),
  }));
}

function byPrice(a: CloudServerType, b: CloudServerType): number {
  return lowest(a) - lowest(b);
}

function lowest(type: CloudServerType): number {
  return Math.min(...type.prices.map((price) => price.monthlyCents));
}

/** The seed's table of sizes, by what a machine really has: its names are one size off. */
function suits({ memoryGb, cpuType }: CloudServerType): string {
  if (memoryGb < 6) return "Development and small projects";
  if (memoryGb < 12) return "Small production, up to 5,000 users";
  if (memoryGb < 24) return "Medium production, 5,000 to 50,000 users";
  if (memoryGb < 48)
    return cpuType === "dedicated"
      ? "Steady high load, 50,000 to 200,000 users"
      : "Large production, 50,000 to 200,000 users";
  return "High traffic and heavy computing";
}
