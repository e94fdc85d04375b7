import type { ServiceReport } from "@/cli/contract/server";

const marks = { healthy: "✓", degraded: "!", starting: "…", unhealthy: "✗", stopped: "–" };

/** One line a service for people. */
export function renderServices(services: ServiceReport[]): string {
  const width = Math.max(0, ...services.map((service) => service.name.length));
  return services
    .map((service) => {
      const latency = service.latencyMs === null ? "" : ` ${service.latencyMs.toFixed(1)} ms`;
      const detail = service.detail === null ? "" : `  ${service.detail}`;
      return `${marks[service.status]} ${service.name.padEnd(width)}  ${service.status}${latency}${detail}`;
    })
    .join("\n");
}
