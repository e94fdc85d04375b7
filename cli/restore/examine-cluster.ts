import type pg from "pg";
import { withClient } from "@/cli/lib/connect-postgres";
import { diskFull, Failure, messageOf, systemCode } from "@/cli/lib/failure";

export interface Examined {
  databases: number;
  tables: number;
  indexes: number;
  rowCount: number;
}

/** Two locks each, the index's and its table's: far from the 6,400 that PostgreSQL has room for as it comes. */
const indexesAtOnce = 200;

/**
 * Reads every row of every table, also what is kept apart for its size, and walks every B-tree of every database. Reading
 * checks the pages' checksums, amcheck the order within the indexes. Throws `integrity` with what was found, `disk_full` or
 * `postgres_failed` when this machine has too little for it. Nothing of it
 * stays behind: the extension is made in transactions that are rolled back.
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
        throw failureOf(name, error);
      }
    });
  }
  return total;
}

/** SQLSTATE 53: the machine gave PostgreSQL too little, which is nothing that the data has done. */
function failureOf(database: string, error: unknown): Failure {
  const said = `Database ${database}: ${messageOf(error)}`;
  const state = systemCode(error) ?? "";
  if (state === "53100") return diskFull(said, error);
  if (state.startsWith("53")) return new Failure("postgres_failed", said, { exit: "tryLater", cause: error });
  return new Failure("integrity", said, { cause: error });
}

async function examineDatabase(client: pg.Client, total: Examined): Promise<void> {
  // From an index alone the rows would be counted without reading them.
  for (const way of ["indexscan", "indexonlyscan", "bitmapscan"])
    await client.query(`set enable_${way} = off`);
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
     where relkind in ('r', 'm', 't') and relpersistence <> 't' and (relkind <> 'm' or relispopulated) order by 1`,
  );
  // Each on its own: in one transaction the locks of a few thousand tables would be more than PostgreSQL has room for.
  for (const { name } of tables) {
    const { rows } = await client.query<{ count: string }>(`select count(*) from only ${name}`);
    if (!/^(pg_catalog|information_schema|pg_toast)\./.test(name))
      total.rowCount += Number(rows[0]?.count ?? 0);
    total.tables += 1;
  }
  const { rows: indexes } = await client.query<{ oid: string }>(
    `select c.oid::text as oid from pg_class c join pg_am a on a.oid = relam join pg_index i on indexrelid = c.oid
     where a.amname = 'btree' and c.relkind = 'i' and relpersistence <> 't' and indisvalid and indisready order by c.oid`,
  );
  for (let from = 0; from < indexes.length; from += indexesAtOnce) {
    const batch = indexes.slice(from, from + indexesAtOnce).map(({ oid }) => oid);
    total.indexes += await checkIndexes(client, batch);
  }
}

/** In a transaction that is rolled back, with the extension that it needs; it holds the locks of these indexes alone. */
async function checkIndexes(client: pg.Client, oids: string[]): Promise<number> {
  await client.query("begin");
  // The customer's triggers on what we create are not to run.
  await client.query("set local session_replication_role = replica");
  const amcheck = await amcheckSchema(client);
  const { rows } = await client.query<{ checked: string }>(
    `select count(${amcheck}.bt_index_check(oid))::text as checked from unnest($1::oid[]) as oid`,
    [oids],
  );
  await client.query("rollback");
  return Number(rows[0]?.checked ?? 0);
}

/** Where amcheck is; it is made in a schema of its own, since the customer's may be missing or in anybody's path. */
async function amcheckSchema(client: pg.Client): Promise<string> {
  const find = async () => {
    const { rows } = await client.query<{ name: string }>(
      "select quote_ident(nspname) as name from pg_extension e join pg_namespace n on n.oid = extnamespace where extname = 'amcheck'",
    );
    return rows[0]?.name;
  };
  const there = await find();
  if (there) return there;
  await client.query("create schema nself_examine");
  await client.query("create extension amcheck schema nself_examine");
  return "nself_examine";
}
