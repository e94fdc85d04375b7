import { stringify } from "yaml";
import type { StackDescription } from "./stack-description";

/** prometheus.yml: the exporters and the services that publish metrics by themselves. */
export function renderPrometheus(stack: StackDescription): string {
  const targets: [string, string][] = [
    ["prometheus", "127.0.0.1:9090"],
    ["node", "node-exporter:9100"],
    ["containers", "cadvisor:8080"],
    ["postgres", "postgres-exporter:9187"],
    ...(stack.services.redis ? [["redis", "redis-exporter:9121"] as [string, string]] : []),
    ["loki", "loki:3100"],
    ["tempo", "tempo:3200"],
  ];
  return stringify({
    global: {
      scrape_interval: "15s",
      evaluation_interval: "15s",
      external_labels: { server: stack.serverId },
    },
    alerting: { alertmanagers: [{ static_configs: [{ targets: ["alertmanager:9093"] }] }] },
    scrape_configs: targets.map(([job, target]) => ({
      job_name: job,
      static_configs: [{ targets: [target] }],
    })),
  });
}

/** The least that Tempo starts with: it receives OTLP and keeps traces on its volume for two days. */
export function renderTempo(): string {
  return stringify({
    server: { http_listen_port: 3200 },
    distributor: { receivers: { otlp: { protocols: { http: { endpoint: "0.0.0.0:4318" } } } } },
    compactor: { compaction: { block_retention: "48h" } },
    storage: {
      trace: { backend: "local", local: { path: "/var/tempo/blocks" }, wal: { path: "/var/tempo/wal" } },
    },
  });
}
