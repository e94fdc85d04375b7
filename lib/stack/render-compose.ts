import { stringify } from "yaml";
import { authParts, hasuraParts, nginxParts, postgresParts } from "./compose-core";
import { optionalParts } from "./compose-optional";
import { pluginParts } from "./compose-plugin";
import type { ComposeService, ServiceParts } from "./compose-types";
import { memoryLimitsMb } from "./memory-limits";
import { pluginServiceName, type StackService, stackServices } from "./services";
import { projectName, type StackDescription } from "./stack-description";

/** The hardened base of every container: no capabilities, no new privileges, bounded memory and logs, nothing published. */
function harden(
  service: { name: string; image: string },
  memoryMb: number,
  parts: ServiceParts,
): ComposeService {
  return {
    image: service.image,
    container_name: `${projectName}_${service.name}`,
    restart: "unless-stopped",
    ...parts,
    networks: [projectName],
    mem_limit: `${memoryMb}m`,
    cap_drop: ["ALL"],
    security_opt: ["no-new-privileges:true"],
    logging: { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } },
    labels: { "nself.service": service.name, ...parts.labels },
  };
}

function partsOf(stack: StackDescription, service: StackService, memoryMb: number): ServiceParts {
  if (service.kind === "plugin") {
    const plugin = stack.plugins.find((entry) => pluginServiceName(entry.name) === service.name);
    return plugin ? pluginParts(stack, plugin) : {};
  }
  if (service.name === "postgres") return postgresParts(memoryMb);
  if (service.name === "hasura") return hasuraParts(stack);
  if (service.name === "auth") return authParts(stack);
  if (service.name === "nginx") return nginxParts();
  return optionalParts[service.name] ?? {};
}

/**
 * docker-compose.yml of a stack. Only nginx publishes ports. Secrets stand in it as variables, filled in from
 * `.env`, `.env.secrets` and `.env.computed` (`docker compose --env-file`).
 */
export function renderCompose(stack: StackDescription): string {
  const limits = memoryLimitsMb(stack);
  const services: Record<string, ComposeService> = {};
  for (const service of stackServices(stack)) {
    const memoryMb = limits.get(service.name) ?? 128;
    services[service.name] = harden(service, memoryMb, partsOf(stack, service, memoryMb));
  }
  const volumes = Object.values(services)
    .flatMap((service) => service.volumes ?? [])
    .map((volume) => volume.split(":")[0] ?? "")
    .filter((source) => source !== "" && !source.startsWith("/"));
  return stringify(
    {
      name: projectName,
      services,
      networks: { [projectName]: { name: projectName, driver: "bridge" } },
      volumes: Object.fromEntries([...new Set(volumes)].sort().map((name) => [name, {}])),
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}
