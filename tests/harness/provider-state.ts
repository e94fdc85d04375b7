import type { World } from "./world";

interface CloudThing {
  id: number;
  name: string;
  labels: Record<string, string>;
}

/** What the (sandbox's) providers hold for a server, asked as an auditor would: past the product, with the provider's API. */
export async function whatIsLeft(world: World, server: { id: string; domain: string }) {
  const [servers, keys, records] = await Promise.all([
    hetzner<{ servers: CloudThing[] }>(world, "/servers?per_page=50"),
    hetzner<{ ssh_keys: CloudThing[] }>(world, "/ssh_keys?per_page=50"),
    dnsRecords(world, server.domain),
  ]);
  const mine = (thing: CloudThing) =>
    thing.labels["nself-server"] === server.id || thing.name.endsWith(server.id.slice(4));
  return {
    servers: servers.servers.filter(mine).length,
    sshKeys: keys.ssh_keys.filter(mine).length,
    dnsRecords: records.length,
  };
}

export async function dnsRecords(
  world: World,
  domain: string,
): Promise<{ id: string; name: string; type: string; content: string }[]> {
  const url = `${world.env.CLOUDFLARE_API_URL}/zones/${world.env.CLOUDFLARE_ZONE_ID}/dns_records?per_page=1000`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${world.env.CLOUDFLARE_TOKEN}` } });
  const { result } = (await response.json()) as {
    result: { id: string; name: string; type: string; content: string }[];
  };
  return result.filter((record) => record.name === domain || record.name.endsWith(`.${domain}`));
}

/** Puts up a record that is not ours, as somebody at the DNS console would. */
export async function addForeignRecord(world: World, name: string): Promise<void> {
  const response = await fetch(
    `${world.env.CLOUDFLARE_API_URL}/zones/${world.env.CLOUDFLARE_ZONE_ID}/dns_records`,
    {
      method: "POST",
      headers: { authorization: `Bearer ${world.env.CLOUDFLARE_TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify({ type: "A", name, content: "192.0.2.1", ttl: 300 }),
    },
  );
  if (!response.ok) throw new Error(`the record was refused: ${await response.text()}`);
}

async function hetzner<T>(world: World, path: string): Promise<T> {
  const response = await fetch(`${world.env.HETZNER_API_URL}${path}`, {
    headers: { authorization: `Bearer ${world.env.HETZNER_TOKEN}` },
  });
  return (await response.json()) as T;
}

/** How many mails of the demo user's inbox name the server in their subject. */
export async function mailsAbout(world: World, serverName: string): Promise<number> {
  const response = await fetch(`${world.sandbox.inboxUrl}.json?to=${encodeURIComponent("demo@example.com")}`);
  const mails = (await response.json()) as { subject: string }[];
  return mails.filter((mail) => mail.subject.includes(serverName)).length;
}
