import type { Endpoint } from "@/cli/health/probe-service";
import { stackServices } from "@/lib/stack/services";
import type { StackDescription } from "@/lib/stack/stack-description";

/** nginx is asked where the world asks it, at the published port; the others on the bridge. */
export function composeEndpoints(
  stack: StackDescription,
  addresses: Map<string, string>,
  postgresPassword: string,
): Map<string, Endpoint> {
  const endpoints = new Map<string, Endpoint>();
  for (const service of stackServices(stack)) {
    const host = addresses.get(service.name);
    if (host === undefined) continue;
    if (service.name === "postgres") {
      const url = `postgresql://postgres:${encodeURIComponent(postgresPassword)}@${host}:5432/postgres`;
      endpoints.set(service.name, { kind: "postgres", url });
    } else {
      const address =
        service.name === "nginx" ? { host: "127.0.0.1", port: 443 } : { host, port: service.port };
      endpoints.set(service.name, { kind: "address", address });
    }
  }
  return endpoints;
}
