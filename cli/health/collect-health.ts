import type { HealthReport, ServiceReport } from "@/cli/contract/server";
import { nselfVersion } from "@/cli/lib/version";
import type { Runtime } from "@/cli/runtime/runtime";
import { stackServices } from "@/lib/stack/services";
import type { StackDescription } from "@/lib/stack/stack-description";
import { probeService } from "./probe-service";

/** Healthy needs everything; without a required service the server is unhealthy, without any other it is degraded. */
export function overallStatus(services: ServiceReport[]): HealthReport["status"] {
  const down = services.filter((service) => service.status !== "healthy");
  if (down.some((service) => service.kind === "required")) return "unhealthy";
  return down.length > 0 ? "degraded" : "healthy";
}

/** Asks every service of the stack at once. Services that cannot be asked (they listen nowhere) are left out. */
export async function collectHealth(stack: StackDescription, runtime: Runtime): Promise<HealthReport> {
  const endpoints = await runtime.endpoints(stack);
  const services = await Promise.all(
    stackServices(stack)
      .filter((service) => service.probe.kind !== "none")
      .map((service) => probeService(service, endpoints.get(service.name) ?? null, stack.domain)),
  );
  return {
    status: overallStatus(services),
    serverId: stack.serverId,
    domain: stack.domain,
    version: nselfVersion,
    time: new Date().toISOString(),
    services,
  };
}
