import { resolvePublic } from "@/lib/dns/resolve-public";
import { AppError } from "@/lib/errors";
import { fetchHealth, type HealthReport } from "@/lib/machine/fetch-health";

export type HealthProbe =
  | { ok: true; report: HealthReport }
  | { ok: false; reason: string; report?: HealthReport };

/**
 * Whether a server answers to the world as itself: its name through public DNS, a valid certificate, and a healthy report
 * that carries its own id. Anything less is not ok, with a reason in plain words. Never throws for what the server does.
 */
export async function probeHealth(server: {
  domain: string;
  port: number;
  serverId: string;
}): Promise<HealthProbe> {
  const { domain, port, serverId } = server;
  const address = await addressOf(domain);
  if (!address) return { ok: false, reason: `${domain} does not resolve yet` };
  const answer = await fetchHealth({ address, port, domain });
  if (!answer.ok) return answer;
  const { status, report } = answer;
  if (report.serverId !== serverId) {
    // Its report is about something else, so it is not handed on.
    return { ok: false, reason: "Another server answers at this address" };
  }
  if (report.domain !== domain)
    return { ok: false, reason: `The server takes itself for ${report.domain}`, report };
  if (report.status !== "healthy") return { ok: false, reason: inWords(report), report };
  if (status !== 200) return { ok: false, reason: `The server answers HTTP ${status}`, report };
  return { ok: true, report };
}

async function addressOf(domain: string): Promise<string | undefined> {
  try {
    return (await resolvePublic(domain))[0];
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function inWords(report: HealthReport): string {
  const failing = report.services.filter(({ status }) => status !== "healthy");
  const names = failing.map(({ name, status }) => `${name} is ${status}`).join(", ");
  return names ? `The server is ${report.status}: ${names}` : `The server is ${report.status}`;
}
