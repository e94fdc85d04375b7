import { projectName, type StackDescription } from "./stack-description";

/** What is generated once on the server and never leaves it but for the welcome page. */
export interface StackSecrets {
  POSTGRES_PASSWORD: string;
  HASURA_GRAPHQL_ADMIN_SECRET: string;
  HASURA_JWT_KEY: string;
  PLUGIN_INTERNAL_SECRET: string;
  MINIO_ROOT_PASSWORD: string;
  REDIS_PASSWORD: string;
  MEILI_MASTER_KEY: string;
  GRAFANA_ADMIN_PASSWORD: string;
}

export const secretNames: (keyof StackSecrets)[] = [
  "POSTGRES_PASSWORD",
  "HASURA_GRAPHQL_ADMIN_SECRET",
  "HASURA_JWT_KEY",
  "PLUGIN_INTERNAL_SECRET",
  "MINIO_ROOT_PASSWORD",
  "REDIS_PASSWORD",
  "MEILI_MASTER_KEY",
  "GRAFANA_ADMIN_PASSWORD",
];

/** `NAME='value'` lines as Compose and sh read them. A value with a quote or a line break is refused: we write none. */
export function renderEnvFile(heading: string, values: Record<string, string>): string {
  const lines = Object.entries(values).map(([name, value]) => {
    if (/['\n\r]/.test(value)) throw new Error(`${name} cannot be written into an env file`);
    return `${name}='${value}'`;
  });
  return [`# ${heading}`, ...lines, ""].join("\n");
}

/** Reads what renderEnvFile wrote. */
export function parseEnvFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const match = /^([A-Z][A-Z0-9_]*)='?([^']*)'?$/.exec(line.trim());
    if (match?.[1] !== undefined) values[match[1]] = match[2] ?? "";
  }
  return values;
}

/** `.env`: the project without secrets. */
export function renderProjectEnv(stack: StackDescription): string {
  return renderEnvFile("Written by nself build.", {
    ENV: "prod",
    PROJECT_NAME: projectName,
    BASE_DOMAIN: stack.domain,
    DOMAIN: stack.domain,
    ADMIN_EMAIL: stack.adminEmail,
    STORAGE_ENABLED: String(stack.services.minio),
    REDIS_ENABLED: String(stack.services.redis),
    FUNCTIONS_ENABLED: String(stack.services.functions),
    MAIL_ENABLED: String(stack.services.mail),
    SEARCH_ENABLED: String(stack.services.search),
    MONITORING_ENABLED: String(stack.services.monitoring),
  });
}

/** `.env.computed`: output only, what follows from the project and its secrets. */
export function renderComputedEnv(stack: StackDescription, secrets: StackSecrets): string {
  return renderEnvFile("Written by nself build. Never edit.", {
    DATABASE_URL: `postgres://postgres:${secrets.POSTGRES_PASSWORD}@postgres:5432/postgres`,
    REDIS_URL: stack.services.redis ? `redis://:${secrets.REDIS_PASSWORD}@redis:6379` : "",
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: "HS256", key: secrets.HASURA_JWT_KEY }),
  });
}
