import { z } from "zod";
import { hetzner } from "./hetzner-client";
import { remembered } from "./remembered";

const schema = z.object({
  locations: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      country: z.string(),
      city: z.string(),
      network_zone: z.string(),
    }),
  ),
});

export interface CloudLocation {
  name: string;
  description: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  city: string;
  networkZone: string;
}

/** Where servers can be ordered; the answer is kept for 60 s. */
export const listCloudLocations = remembered(60_000, async (): Promise<CloudLocation[]> => {
  const { locations } = await hetzner("GET", "/locations", { query: { per_page: 50 }, schema });
  return locations.map(({ network_zone, ...location }) => ({ ...location, networkZone: network_zone }));
});
