import { z } from "zod";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { hetzner } from "./hetzner-client";

const firewallSchema = z.object({
  id: z.number(),
  name: z.string(),
  labels: z.record(z.string(), z.string()),
});
const listSchema = z.object({ firewalls: z.array(firewallSchema) });

interface FirewallRequest {
  name: string;
  labels: Record<string, string>;
}

const anywhere = ["0.0.0.0/0", "::/0"];
/** What a server of ours answers to: SSH, HTTP (redirects), HTTPS, ping. */
const rules = [
  ...["22", "80", "443"].map((port) => ({ direction: "in", protocol: "tcp", port, source_ips: anywhere })),
  { direction: "in", protocol: "icmp", source_ips: anywhere },
];

const known = new Map<string, Promise<{ providerId: string }>>();

/**
 * The one firewall that all our servers share, found by name or created. Remembered per process and provider; a failed
 * look-up is forgotten. One of our name that does not carry all of `labels` is a `name_conflict`.
 */
export function ensureFirewall(request: FirewallRequest): Promise<{ providerId: string }> {
  const key = `${env().HETZNER_API_URL} ${request.name}`;
  let firewall = known.get(key);
  if (!firewall) {
    firewall = findOrCreate(request);
    known.set(key, firewall);
    firewall.catch(() => known.delete(key));
  }
  return firewall;
}

/** Forgets what is remembered, for when the provider says that it is gone. */
export function forgetFirewalls(): void {
  known.clear();
}

async function findOrCreate(request: FirewallRequest): Promise<{ providerId: string }> {
  const existing = await find(request);
  if (existing) return existing;
  try {
    const { firewall } = await hetzner("POST", "/firewalls", {
      body: { name: request.name, labels: request.labels, rules },
      schema: z.object({ firewall: firewallSchema }),
    });
    return { providerId: String(firewall.id) };
  } catch (error) {
    const unclear =
      error instanceof AppError && ["name_conflict", "provider_unavailable"].includes(error.code);
    const other = unclear ? await find(request) : null;
    if (other) return other;
    throw error;
  }
}

async function find({ name, labels }: FirewallRequest): Promise<{ providerId: string } | null> {
  const { firewalls } = await hetzner("GET", "/firewalls", { query: { name }, schema: listSchema });
  const firewall = firewalls.find((one) => one.name === name);
  if (!firewall) return null;
  if (Object.entries(labels).some(([key, value]) => firewall.labels[key] !== value)) {
    throw new AppError("name_conflict", { internal: `the firewall ${name} exists and is not ours` });
  }
  return { providerId: String(firewall.id) };
}
