import { type CoreServiceName, images } from "./images";
import type { StackDescription } from "./stack-description";

/** How a service is asked whether it works, from outside its container. */
type Probe =
  | { kind: "postgres" }
  | { kind: "http"; path: string }
  | { kind: "redis" }
  | { kind: "tls" }
  | { kind: "tcp" }
  | { kind: "none" };

export interface StackService {
  /** The name in docker-compose.yml, in routes and in health reports. */
  name: string;
  kind: "required" | "optional" | "plugin";
  image: string;
  /** Port inside the network; 0 when it listens nowhere. */
  port: number;
  probe: Probe;
}

const http = (path: string): Probe => ({ kind: "http", path });

function core(
  name: CoreServiceName,
  kind: "required" | "optional",
  port: number,
  probe: Probe,
): StackService {
  return { name, kind, image: images[name], port, probe };
}

const required = [
  core("postgres", "required", 5432, { kind: "postgres" }),
  core("hasura", "required", 8080, http("/healthz")),
  core("auth", "required", 4000, http("/healthz")),
  core("nginx", "required", 443, { kind: "tls" }),
];

const monitoring = [
  core("prometheus", "optional", 9090, http("/-/healthy")),
  core("grafana", "optional", 3000, http("/api/health")),
  core("loki", "optional", 3100, http("/ready")),
  core("promtail", "optional", 0, { kind: "none" }),
  core("tempo", "optional", 3200, http("/ready")),
  core("alertmanager", "optional", 9093, http("/-/healthy")),
  core("cadvisor", "optional", 8080, http("/healthz")),
  core("node-exporter", "optional", 9100, http("/metrics")),
  core("postgres-exporter", "optional", 9187, http("/metrics")),
];

export const pluginServiceName = (plugin: string) => `plugin-${plugin}`;

/** Every service that this description runs, required ones first, in the order they start. */
export function stackServices(stack: StackDescription): StackService[] {
  const { minio, redis, functions, mail, search } = stack.services;
  return [
    ...required,
    ...(minio ? [core("minio", "optional", 9000, http("/minio/health/live"))] : []),
    ...(redis ? [core("redis", "optional", 6379, { kind: "redis" })] : []),
    ...(functions ? [core("functions", "optional", 3000, http("/healthz"))] : []),
    ...(mail ? [core("mail", "optional", 8025, { kind: "tcp" })] : []),
    ...(search ? [core("meilisearch", "optional", 7700, http("/health"))] : []),
    ...(stack.services.monitoring ? monitoring : []),
    ...(stack.services.monitoring && redis
      ? [core("redis-exporter", "optional", 9121, http("/metrics"))]
      : []),
    ...stack.plugins.map(
      (plugin): StackService => ({
        name: pluginServiceName(plugin.name),
        kind: "plugin",
        image: plugin.image,
        port: plugin.port,
        probe: http(plugin.healthPath),
      }),
    ),
  ];
}
