import { locationNamed } from "./locations";
import { pricesOf } from "./prices";
import { isOnSale, type ServerType } from "./server-types";

/** A type as the API shows it; `locations[].available` tells where it can be ordered now. */
export function serverTypeView(type: ServerType) {
  return {
    id: type.id,
    name: type.name,
    description: type.name.toUpperCase(),
    category: type.cpuType === "dedicated" ? "General Purpose" : "Shared vCPU",
    cores: type.cores,
    memory: type.memoryGb,
    disk: type.diskGb,
    architecture: type.architecture,
    cpu_type: type.cpuType,
    storage_type: "local" as const,
    deprecated: type.deprecation !== null,
    deprecation: type.deprecation,
    locations: type.locations.map((name) => ({
      id: locationNamed(name).view.id,
      name,
      deprecation: type.deprecation,
      available: isOnSale(type),
    })),
    prices: pricesOf(type),
  };
}
