import type pg from "pg";
import type { z } from "zod";
import type { settledSchema } from "@/cli/contract/backup";
import { withClient, withPostgres } from "@/cli/lib/connect-postgres";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { startStack } from "@/cli/project/start-stack";

/**
 * Brings restored data up to the programs that run it now: extensions of which a newer version is installed, indexes whose
 * collation has changed, statistics for the planner. Then everything is started, and plugins run their own migrations.
 */
export async function settle(paths: Paths, restoreId: string): Promise<z.infer<typeof settledSchema>> {
  const settled = { restoreId, extensions: [] as string[], reindexed: 0 };
  const { names, url } = await withPostgres(paths, async (client, connectionString) => {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where datallowconn and not datistemplate order by 1",
    );
    return { names: rows.map(({ datname }) => datname), url: connectionString };
  });
  for (const name of names) {
    const place = new URL(url);
    place.pathname = `/${encodeURIComponent(name)}`;
    await withClient({ connectionString: place.toString() }, async (client) => {
      settled.extensions.push(...(await updateExtensions(client)));
      settled.reindexed += await refreshCollations(client, name);
      await client.query("analyze");
    });
  }
  log.info("The restored data fits the programs", {
    extensions: settled.extensions.length,
    reindexed: settled.reindexed,
  });
  await startStack(paths);
  return settled;
}

async function updateExtensions(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select e.extname as name from pg_extension e join pg_available_extensions a on a.name = e.extname
     where a.default_version is distinct from e.extversion`,
  );
  for (const { name } of rows) await client.query(`alter extension ${client.escapeIdentifier(name)} update`);
  return rows.map(({ name }) => name);
}

/** The order of an index must be the order of the library that reads it (PostgreSQL documentation, ALTER COLLATION). */
async function refreshCollations(client: pg.Client, database: string): Promise<number> {
  const { rows } = await client.query<{ changed: boolean }>(
    `select datcollversion is distinct from pg_database_collation_actual_version(oid) as changed
     from pg_database where datname = $1`,
    [database],
  );
  if (!rows[0]?.changed) return 0;
  const name = client.escapeIdentifier(database);
  await client.query(`reindex database ${name}`);
  await client.query(`alter database ${name} refresh collation version`);
  const { rows: indexes } = await client.query<{ count: string }>("select count(*) from pg_index");
  return Number(indexes[0]?.count ?? 0);
}
