import { bashCheck, fallback, required, type ServiceParts, shellCheck, wgetCheck } from "./compose-types";
import { containerArchiveScript, containerSpool, postgresSettings } from "./postgres-settings";
import type { StackDescription } from "./stack-description";

const afterPostgres: ServiceParts["depends_on"] = { postgres: { condition: "service_healthy" } };

export function postgresParts(memoryMb: number): ServiceParts {
  const settings = postgresSettings({
    memoryMb,
    maxConnections: 200,
    archiveScript: containerArchiveScript,
    spool: containerSpool,
  });
  return {
    // The image's own unprivileged account: its entry point then needs no capability at all.
    user: "70:70",
    command: ["postgres", ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    environment: {
      POSTGRES_USER: "postgres",
      POSTGRES_PASSWORD: required("POSTGRES_PASSWORD"),
      POSTGRES_DB: "postgres",
      POSTGRES_INITDB_ARGS: "--auth-host=scram-sha-256 --encoding=UTF8 --data-checksums",
    },
    volumes: [
      // A folder of the machine: a restore is made beside it and takes its place in one step.
      "/var/lib/nself/postgres:/var/lib/postgresql/data",
      `/var/lib/nself/wal-spool:${containerSpool}`,
      `/var/lib/nself/archive-wal.sh:${containerArchiveScript}:ro`,
    ],
    healthcheck: shellCheck("pg_isready -q -U postgres -h 127.0.0.1", 20),
  };
}

export function hasuraParts(stack: StackDescription): ServiceParts {
  return {
    user: "1001:1001",
    depends_on: afterPostgres,
    environment: {
      HASURA_GRAPHQL_DATABASE_URL: required("DATABASE_URL"),
      HASURA_GRAPHQL_METADATA_DATABASE_URL: required("DATABASE_URL"),
      HASURA_GRAPHQL_ADMIN_SECRET: required("HASURA_GRAPHQL_ADMIN_SECRET"),
      HASURA_GRAPHQL_JWT_SECRET: required("HASURA_GRAPHQL_JWT_SECRET"),
      HASURA_GRAPHQL_UNAUTHORIZED_ROLE: "public",
      HASURA_GRAPHQL_ENABLE_CONSOLE: "false",
      HASURA_GRAPHQL_DEV_MODE: "false",
      HASURA_GRAPHQL_ENABLE_TELEMETRY: "false",
      HASURA_GRAPHQL_LOG_LEVEL: "warn",
      HASURA_GRAPHQL_PG_CONNECTIONS: "50",
      HASURA_GRAPHQL_CORS_DOMAIN: `https://${stack.domain}, https://*.${stack.domain}`,
    },
    healthcheck: bashCheck(8080, "/healthz", 60),
  };
}

export function authParts(stack: StackDescription): ServiceParts {
  return {
    depends_on: { ...afterPostgres, hasura: { condition: "service_healthy" } },
    environment: {
      AUTH_HOST: "0.0.0.0",
      AUTH_PORT: "4000",
      AUTH_SERVER_URL: `https://auth.${stack.domain}`,
      AUTH_CLIENT_URL: `https://${stack.domain}`,
      AUTH_ACCESS_TOKEN_EXPIRES_IN: "900",
      AUTH_REFRESH_TOKEN_EXPIRES_IN: "2592000",
      AUTH_SMTP_HOST: fallback("SMTP_HOST", "mail"),
      AUTH_SMTP_PORT: fallback("SMTP_PORT", "1025"),
      AUTH_SMTP_USER: fallback("SMTP_USER", ""),
      AUTH_SMTP_PASS: fallback("SMTP_PASSWORD", ""),
      AUTH_SMTP_SENDER: `noreply@${stack.domain}`,
      HASURA_GRAPHQL_DATABASE_URL: required("DATABASE_URL"),
      HASURA_GRAPHQL_GRAPHQL_URL: "http://hasura:8080/v1/graphql",
      HASURA_GRAPHQL_ADMIN_SECRET: required("HASURA_GRAPHQL_ADMIN_SECRET"),
      HASURA_GRAPHQL_JWT_SECRET: required("HASURA_GRAPHQL_JWT_SECRET"),
    },
    healthcheck: wgetCheck(4000, "/healthz", 30),
  };
}

export function nginxParts(): ServiceParts {
  return {
    ports: ["80:80", "443:443"],
    // The master reads the key and hands its workers to an unprivileged account.
    cap_add: ["CHOWN", "NET_BIND_SERVICE", "SETGID", "SETUID"],
    volumes: [
      "/opt/nself/nginx/nginx.conf:/etc/nginx/nginx.conf:ro",
      "/opt/nself/nginx/sites:/etc/nginx/sites:ro",
      "/opt/nself/nginx/conf.d:/etc/nginx/conf.d:ro",
      "/etc/nself/tls:/etc/nginx/tls:ro",
      "/run/nself:/run/nself:ro",
      "/var/lib/nself/maintenance:/etc/nginx/maintenance:ro",
    ],
    tmpfs: ["/var/cache/nginx"],
    // nginx starts whatever the others do: upstreams are resolved per request.
    healthcheck: shellCheck("wget -q -O /dev/null http://127.0.0.1/nginx-alive", 5),
  };
}
