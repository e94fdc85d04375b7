import type pg from "pg";
import { withClient } from "@/cli/lib/connect-postgres";
import { Failure, messageOf } from "@/cli/lib/failure";

export interface Examined {
  databases: number;
  tables: number;
  indexes: number;
  rowCount: number;
}

/**
 * Reads every row of every table and walks every B-tree of every database. Reading checks the pages' checksums, amcheck the
 * order within the indexes. Throws `integrity` with what was found. Nothing of it stays behind: the extension is made in a
 * transaction that is rolled back.
 */
export async function examineCluster(connect: (database: string) => pg.ClientConfig): Promise<Examined> {
  const names = await withClient(connect("postgres"), async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where datallowconn order by 1",
    );
    return rows.map((row) => row.datname);
  });
  const total: Examined = { databases: names.length, tables: 0, indexes: 0, rowCount: 0 };
  for (const name of names) {
    await withClient(connect(name), async (client) => {
      try {
        await examineDatabase(client, total);
      } catch (error) {
        throw new Failure("integrity", `Database ${name}: ${messageOf(error)}`, { cause: error });
      }
    });
  }
  return total;
}

async function examineDatabase(client: pg.Client, total: Examined): Promise<void> {
  await client.query("begin");
  await client.query("create extension if not exists amcheck");
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
     where relkind in ('r', 'm') and relpersistence <> 't' and (relkind <> 'm' or relispopulated) order by 1`,
  );
  for (const { name } of tables) {
    const { rows } = await client.query<{ count: string }>(`select count(*) from only ${name}`);
    if (!/^(pg_catalog|information_schema)\./.test(name)) total.rowCount += Number(rows[0]?.count ?? 0);
    total.tables += 1;
  }
  const { rows: indexes } = await client.query<{ checked: string }>(
    `select count(bt_index_check(c.oid))::text as checked from pg_class c join pg_am a on a.oid = relam join pg_index i on indexrelid = c.oid
     where a.amname = 'btree' and c.relkind = 'i' and relpersistence <> 't' and indisvalid and indisready`,
  );
  total.indexes += Number(indexes[0]?.checked ?? 0);
  await client.query("rollback");
}
