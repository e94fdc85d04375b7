import { z } from "zod";
import { hetzner } from "./hetzner-client";

const schema = z.object({ ssh_keys: z.array(z.object({ id: z.number(), name: z.string() })) });

/** The SSH key of this name in our project, or null. */
export async function findSshKey(name: string): Promise<{ providerId: string } | null> {
  const { ssh_keys } = await hetzner("GET", "/ssh_keys", { query: { name }, schema });
  const key = ssh_keys.find((one) => one.name === name);
  return key ? { providerId: String(key.id) } : null;
}
