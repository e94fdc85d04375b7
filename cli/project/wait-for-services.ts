import type { ServiceReport } from "@/cli/contract/server";
import { readHealth } from "@/cli/health/read-health";
import type { Paths } from "@/cli/lib/paths";
import { waitUntil } from "@/cli/lib/wait-until";
import type { Runtime } from "@/cli/runtime/runtime";

/** Looks until the wanted services are healthy or the time is over. Answers what all said last, and which still do not answer. */
export async function waitForServices(
  paths: Paths,
  runtime: Runtime,
  wanted: (service: ServiceReport) => boolean,
  timeoutMs: number,
): Promise<{ services: ServiceReport[]; down: ServiceReport[] }> {
  let services: ServiceReport[] = [];
  let down: ServiceReport[] = [];
  await waitUntil(
    async () => {
      ({ services } = await readHealth(paths));
      down = services.filter((service) => wanted(service) && service.status !== "healthy");
      return down.length === 0;
    },
    { timeoutMs, intervalMs: runtime.kind === "compose" ? 1000 : 50 },
  );
  return { services, down };
}

export const namedWithReason = (services: ServiceReport[]) =>
  services.map((service) => `${service.name} (${service.detail ?? service.status})`).join(", ");
