import { required, type ServiceParts, shellCheck, wgetCheck } from "./compose-types";

/** The optional services: what each adds to the hardened base. */
export const optionalParts: Record<string, ServiceParts> = {
  minio: {
    user: "1000:1000",
    command: ["server", "/data", "--console-address", ":9001"],
    environment: { MINIO_ROOT_USER: "nself", MINIO_ROOT_PASSWORD: required("MINIO_ROOT_PASSWORD") },
    // A folder of the machine, given to this account before the start: a restore is made beside it and takes its place.
    volumes: ["/var/lib/nself/minio:/data"],
    healthcheck: shellCheck(
      "curl -fsS -o /dev/null http://127.0.0.1:9000/minio/health/live || mc ready local",
    ),
  },
  redis: {
    user: "999:1000",
    command: ["sh", "-c", 'exec redis-server --appendonly yes --requirepass "$$REDIS_PASSWORD"'],
    environment: { REDIS_PASSWORD: required("REDIS_PASSWORD") },
    volumes: ["redis_data:/data"],
    healthcheck: shellCheck('redis-cli --no-auth-warning -a "$$REDIS_PASSWORD" ping | grep -q PONG'),
  },
  functions: {
    environment: {
      NHOST_GRAPHQL_URL: "http://hasura:8080/v1/graphql",
      NHOST_ADMIN_SECRET: required("HASURA_GRAPHQL_ADMIN_SECRET"),
    },
    volumes: ["/opt/nself/functions:/opt/project/functions:ro"],
    healthcheck: wgetCheck(3000, "/healthz", 60),
  },
  mail: {
    healthcheck: shellCheck("nc -z 127.0.0.1 8025"),
  },
  meilisearch: {
    environment: {
      MEILI_ENV: "production",
      MEILI_MASTER_KEY: required("MEILI_MASTER_KEY"),
      MEILI_NO_ANALYTICS: "true",
    },
    volumes: ["meilisearch_data:/meili_data"],
    healthcheck: wgetCheck(7700, "/health"),
  },
  prometheus: {
    user: "65534:65534",
    command: ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.retention.time=15d"],
    volumes: [
      "/opt/nself/monitoring/prometheus.yml:/etc/prometheus/prometheus.yml:ro",
      "prometheus_data:/prometheus",
    ],
    healthcheck: wgetCheck(9090, "/-/healthy"),
  },
  grafana: {
    user: "472:0",
    environment: {
      GF_SECURITY_ADMIN_USER: "nself",
      GF_SECURITY_ADMIN_PASSWORD: required("GRAFANA_ADMIN_PASSWORD"),
      GF_USERS_ALLOW_SIGN_UP: "false",
      GF_ANALYTICS_REPORTING_ENABLED: "false",
    },
    volumes: ["grafana_data:/var/lib/grafana"],
    healthcheck: wgetCheck(3000, "/api/health", 30),
  },
  loki: {
    user: "10001:10001",
    command: ["-config.file=/etc/loki/local-config.yaml"],
    volumes: ["loki_data:/loki"],
    healthcheck: wgetCheck(3100, "/ready", 30),
  },
  // The image has no shell tool to ask with.
  promtail: {
    command: ["-config.file=/etc/promtail/config.yml"],
    volumes: ["/var/log:/var/log:ro"],
  },
  // Distroless: no health check is possible inside; the agent asks it from outside.
  tempo: {
    user: "10001:10001",
    command: ["-config.file=/etc/tempo.yaml"],
    volumes: ["/opt/nself/monitoring/tempo.yml:/etc/tempo.yaml:ro", "tempo_data:/var/tempo"],
  },
  alertmanager: {
    user: "65534:65534",
    volumes: ["alertmanager_data:/alertmanager"],
    healthcheck: wgetCheck(9093, "/-/healthy"),
  },
  cadvisor: {
    volumes: ["/:/rootfs:ro", "/var/run:/var/run:ro", "/sys:/sys:ro", "/var/lib/docker:/var/lib/docker:ro"],
    cap_add: ["DAC_READ_SEARCH"],
    healthcheck: wgetCheck(8080, "/healthz"),
  },
  "node-exporter": {
    user: "65534:65534",
    pid: "host",
    command: ["--path.rootfs=/host"],
    volumes: ["/:/host:ro,rslave"],
    healthcheck: wgetCheck(9100, "/"),
  },
  "postgres-exporter": {
    user: "65534:65534",
    depends_on: { postgres: { condition: "service_healthy" } },
    environment: {
      DATA_SOURCE_URI: "postgres:5432/postgres?sslmode=disable",
      DATA_SOURCE_USER: "postgres",
      DATA_SOURCE_PASS: required("POSTGRES_PASSWORD"),
    },
    healthcheck: wgetCheck(9187, "/"),
  },
  // Built from scratch: nothing to ask with inside.
  "redis-exporter": {
    user: "59000:59000",
    environment: { REDIS_ADDR: "redis://redis:6379", REDIS_PASSWORD: required("REDIS_PASSWORD") },
  },
};
