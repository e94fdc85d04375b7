import { randomBytes } from "node:crypto";
import { chmod, mkdtemp } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { freePort } from "@/cli/testing/free-port";
import { applyMigrations } from "@/prisma/schema-engine";
import { type EmbeddedPostgres, removeDataDir, startEmbeddedPostgres } from "@/scripts/embedded-postgres";

export interface TestPostgres {
  url: string;
  close(): Promise<void>;
}

/** A real, throw-away cluster. In a vitest run use `createTestDatabase`, which shares the run's one cluster. */
export async function startTestPostgres(
  options: { durable?: boolean; settings?: Record<string, string> } = {},
): Promise<TestPostgres> {
  const folder = await mkdtemp("/var/tmp/nself-test-");
  await chmod(folder, 0o755);
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({
    dataDir: path.join(folder, "postgres"),
    port: await freePort(),
    durable: options.durable ?? false,
    settings: options.settings,
  });
  return {
    url: postgres.url,
    close: async () => {
      await postgres.stop();
      removeDataDir(folder);
    },
  };
}

export const templateDatabase = "nself_template";

/** Migrates the template that every test database is a copy of. */
export async function prepareTemplate(clusterUrl: string): Promise<void> {
  await execute(clusterUrl, `CREATE DATABASE ${templateDatabase}`);
  await applyMigrations(databaseUrl(clusterUrl, templateDatabase));
}

/** A fresh database in the run's cluster: migrated, or empty. */
export async function createTestDatabase(
  options: { empty?: boolean } = {},
): Promise<{ url: string; drop(): Promise<void> }> {
  const cluster = process.env.TEST_CLUSTER_URL;
  if (!cluster) throw new Error("TEST_CLUSTER_URL is set by tests/harness/global-setup.ts");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await execute(cluster, `CREATE DATABASE ${name}${options.empty ? "" : ` TEMPLATE ${templateDatabase}`}`);
  return {
    url: databaseUrl(cluster, name),
    drop: () => execute(cluster, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

export function databaseUrl(clusterUrl: string, name: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
