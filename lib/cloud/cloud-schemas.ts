import { z } from "zod";

/** A server as the provider tells it, in our words. Ids are strings; addresses are single hosts. */
export interface CloudServer {
  providerId: string;
  name: string;
  /** The provider's own word: initializing, starting, running, stopping, off, deleting, migrating, rebuilding, unknown. */
  status: string;
  ipv4: string | null;
  ipv6: string | null;
  labels: Record<string, string>;
  location: string;
  serverType: string;
  backupsEnabled: boolean;
  /** ISO 8601 with zone. */
  createdAt: string;
}

export const actionSchema = z.object({
  id: z.number(),
  status: z.enum(["running", "success", "error"]),
  progress: z.number(),
  error: z.object({ code: z.string(), message: z.string() }).nullish(),
});

export const pageSchema = z.object({
  pagination: z.object({ next_page: z.number().nullish() }),
});

/** Hetzner's server, reduced to what we use. `location` replaced `datacenter` as the server's place in 2026. */
export const hetznerServerSchema = z
  .object({
    id: z.number(),
    name: z.string(),
    status: z.string(),
    created: z.string(),
    labels: z.record(z.string(), z.string()),
    backup_window: z.string().nullish(),
    public_net: z.object({
      ipv4: z.object({ ip: z.string() }).nullish(),
      ipv6: z.object({ ip: z.string() }).nullish(),
    }),
    server_type: z.object({ name: z.string() }),
    location: z.object({ name: z.string() }).nullish(),
    datacenter: z.object({ location: z.object({ name: z.string() }) }).nullish(),
  })
  .transform(
    (server): CloudServer => ({
      providerId: String(server.id),
      name: server.name,
      status: server.status,
      ipv4: server.public_net.ipv4?.ip ?? null,
      ipv6: firstAddress(server.public_net.ipv6?.ip),
      labels: server.labels,
      location: server.location?.name ?? server.datacenter?.location.name ?? "",
      serverType: server.server_type.name,
      backupsEnabled: Boolean(server.backup_window),
      createdAt: server.created,
    }),
  );

/** Hetzner hands out a /64 ("2001:db8::/64") and configures the first host of it on the server ("2001:db8::1"). */
function firstAddress(network: string | undefined): string | null {
  if (!network) return null;
  const [address = "", prefix] = network.split("/");
  return prefix && address.endsWith("::") ? `${address}1` : address;
}
