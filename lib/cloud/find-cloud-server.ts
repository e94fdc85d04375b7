import { z } from "zod";
import { type CloudServer, hetznerServerSchema } from "./cloud-schemas";
import { hetzner } from "./hetzner-client";

const schema = z.object({ servers: z.array(hetznerServerSchema) });

/** The server of this exact name (names are unique per project), or null. */
export async function findCloudServer(name: string): Promise<CloudServer | null> {
  const { servers } = await hetzner("GET", "/servers", { query: { name }, schema });
  return servers.find((server) => server.name === name) ?? null;
}
