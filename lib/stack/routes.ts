import { pluginServiceName } from "./services";
import type { StackDescription } from "./stack-description";

type RateZone = "general" | "graphql" | "auth" | "uploads" | "functions";

/** One host of the domain and the service behind it. The same table renders nginx and drives the process gateway. */
export interface Route {
  /** Subdomain label; null is the domain itself. */
  label: string | null;
  /** Other labels that answer the same. */
  aliases: string[];
  service: string;
  port: number;
  /** WebSockets pass through, with a read timeout of a day. */
  websocket: boolean;
  bodyLimitMb: number;
  rateZone: RateZone;
}

/** Every host answers GET /health from the agent, whatever service is behind it. */
export const healthPath = "/health";

/** Labels no plugin may take, whether or not the service runs on this stack. */
export const reservedLabels = [
  "api",
  "auth",
  "storage",
  "storage-console",
  "functions",
  "mail",
  "search",
  "monitor",
  "grafana",
  "admin",
  "www",
];

function route(label: string, service: string, port: number, more: Partial<Route> = {}): Route {
  return {
    label,
    aliases: [],
    service,
    port,
    websocket: false,
    bodyLimitMb: 100,
    rateZone: "general",
    ...more,
  };
}

export function stackRoutes(stack: StackDescription): Route[] {
  const { minio, functions, mail, search, monitoring } = stack.services;
  return [
    route("api", "hasura", 8080, { websocket: true, rateZone: "graphql" }),
    route("auth", "auth", 4000, { rateZone: "auth" }),
    ...(minio
      ? [
          route("storage", "minio", 9000, { bodyLimitMb: 1000, rateZone: "uploads" }),
          route("storage-console", "minio", 9001, { websocket: true }),
        ]
      : []),
    ...(functions ? [route("functions", "functions", 3000, { rateZone: "functions" })] : []),
    ...(mail ? [route("mail", "mail", 8025, { websocket: true })] : []),
    ...(search ? [route("search", "meilisearch", 7700)] : []),
    ...(monitoring ? [route("monitor", "grafana", 3000, { websocket: true, aliases: ["grafana"] })] : []),
    ...stack.plugins.flatMap((plugin) =>
      plugin.route === null
        ? []
        : [route(plugin.route, pluginServiceName(plugin.name), plugin.port, { websocket: true })],
    ),
  ];
}

/** The host names of a route below a domain. */
export function routeHosts(entry: Route, domain: string): string[] {
  return [entry.label, ...entry.aliases].map((label) => (label === null ? domain : `${label}.${domain}`));
}

/**
 * Which route answers a Host header (a port in it is ignored): "outside" when the host is not of this domain,
 * null when it is but no service claims it.
 */
export function findRoute(routes: Route[], domain: string, hostHeader: string): Route | null | "outside" {
  const host = hostHeader.replace(/:\d+$/, "").toLowerCase();
  if (host !== domain && !host.endsWith(`.${domain}`)) return "outside";
  return routes.find((entry) => routeHosts(entry, domain).includes(host)) ?? null;
}
