import type { Location } from "./locations";
import { isOnSale, serverTypes } from "./server-types";

/** A location's data center, with the ids of the types that it can carry and that can be ordered there now. */
export function dataCenterView({ view, dataCenter }: Location) {
  const supported = serverTypes.filter(({ locations }) => locations.includes(view.name));
  const available = supported.filter((type) => isOnSale(type));
  const ids = (types: typeof serverTypes) => types.map(({ id }) => id);
  return {
    ...dataCenter,
    location: view,
    server_types: {
      supported: ids(supported),
      available: ids(available),
      available_for_migration: ids(available),
    },
  };
}
