/**
 * The images of a stack, pinned by tag. Required ones as the product promises them (PostgreSQL 16, Hasura v2.44.0,
 * Auth 0.36.0, nginx 1.25); MinIO from the maintained rebuild, because the upstream images can no longer be pulled.
 */
export const images = {
  postgres: "postgres:16-alpine",
  hasura: "hasura/graphql-engine:v2.44.0",
  auth: "nhost/hasura-auth:0.36.0",
  nginx: "nginx:1.25-alpine",
  minio: "docker.io/pgsty/minio:RELEASE.2026-08-04T00-00-00Z",
  redis: "redis:7.2-alpine",
  functions: "nhost/functions:22-1.4.0",
  mail: "axllent/mailpit:v1.15",
  meilisearch: "getmeili/meilisearch:v1.6",
  prometheus: "prom/prometheus:v2.54.1",
  grafana: "grafana/grafana:11.2.0",
  loki: "grafana/loki:3.1.1",
  promtail: "grafana/promtail:3.1.1",
  tempo: "grafana/tempo:2.5.0",
  alertmanager: "prom/alertmanager:v0.27.0",
  cadvisor: "gcr.io/cadvisor/cadvisor:v0.49.1",
  "node-exporter": "prom/node-exporter:v1.8.2",
  "postgres-exporter": "quay.io/prometheuscommunity/postgres-exporter:v0.15.0",
  "redis-exporter": "oliver006/redis_exporter:v1.62.0",
} as const;

export type CoreServiceName = keyof typeof images;
