import { env } from "@/lib/env";
import { idSuffix } from "@/lib/ids";

/** Names of external things, all derived from our ids so that they can be found again without a stored provider id. */
export function cloudServerName(serverId: string): string {
  return `nself-${idSuffix(serverId)}`;
}

export function sshKeyName(serverId: string): string {
  return `nself-${idSuffix(serverId)}`;
}

/** One firewall for all servers of an installation: 22, 80 and 443 only. */
export function firewallName(): string {
  return `nself-${env().INSTALLATION}`;
}

export function cloudLabels(server: { id: string; subdomain: string }): Record<string, string> {
  return {
    "managed-by": "nself-cloud",
    "nself-installation": env().INSTALLATION,
    "nself-server": server.id,
    "nself-subdomain": server.subdomain,
  };
}

/** Everything of ours at the provider. */
export function ourLabelSelector(): string {
  return `managed-by=nself-cloud,nself-installation=${env().INSTALLATION}`;
}

export function serverDomain(subdomain: string): string {
  return `${subdomain}.${env().CLOUD_DOMAIN}`;
}

/** The apex and everything below it. */
export function serverDnsNames(domain: string): [string, string] {
  return [domain, `*.${domain}`];
}

export function serverUrl(server: { domain: string; httpsPort: number }, label?: string): string {
  const host = label ? `${label}.${server.domain}` : server.domain;
  return server.httpsPort === 443 ? `https://${host}` : `https://${host}:${server.httpsPort}`;
}
