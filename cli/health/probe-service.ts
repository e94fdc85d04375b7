import type { ServiceReport } from "@/cli/contract/server";
import { messageOf } from "@/cli/lib/failure";
import { type HttpAddress, httpGet } from "@/cli/lib/http-get";
import { servedLeaf } from "@/cli/tls/served-leaf";
import type { StackService } from "@/lib/stack/services";
import { probePostgres } from "./probe-postgres";
import { probeTcp } from "./probe-tcp";

const probeTimeoutMs = 2500;

/** Where a service answers for someone on the machine itself; null when it does not run. */
export type Endpoint = { kind: "postgres"; url: string } | { kind: "address"; address: HttpAddress } | null;

async function ask(service: StackService, endpoint: Exclude<Endpoint, null>, domain: string): Promise<void> {
  if (endpoint.kind === "postgres") return await probePostgres(endpoint.url, probeTimeoutMs);
  const { address } = endpoint;
  if (service.probe.kind === "http") {
    const answer = await httpGet(address, service.probe.path, probeTimeoutMs);
    if (answer.status < 200 || answer.status >= 300) throw new Error(`answers ${answer.status}`);
  } else if (service.probe.kind === "tls" && "port" in address) {
    await servedLeaf(address, domain, probeTimeoutMs);
  } else if (service.probe.kind === "redis" || service.probe.kind === "tcp") {
    // Redis answers anything, if only with an error about the password.
    await probeTcp(address, service.probe.kind === "redis" ? "PING\r\n" : null, probeTimeoutMs);
  }
}

/** Really asks one service and says how it answered. */
export async function probeService(
  service: StackService,
  endpoint: Endpoint,
  domain: string,
): Promise<ServiceReport> {
  const report = { name: service.name, kind: service.kind };
  if (endpoint === null) return { ...report, status: "stopped", latencyMs: null, detail: "not running" };
  const startedAt = process.hrtime.bigint();
  try {
    await ask(service, endpoint, domain);
    const latencyMs = Number((process.hrtime.bigint() - startedAt) / 1000n) / 1000;
    return { ...report, status: "healthy", latencyMs, detail: null };
  } catch (error) {
    return { ...report, status: "unhealthy", latencyMs: null, detail: messageOf(error) };
  }
}
