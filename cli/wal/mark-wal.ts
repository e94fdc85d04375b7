import type pg from "pg";

/**
 * Commits a mark and ends the segment: everything that was committed before it is in segments that are whole, and a target
 * time before it can be proven reached. A logical message is the smallest commit there is (PostgreSQL documentation,
 * pg_logical_emit_message); it changes no table. Answers the segment that ends with the mark.
 */
export async function markWal(client: pg.Client): Promise<string> {
  await client.query("select pg_logical_emit_message(true, 'nself', 'mark')");
  const { rows } = await client.query<{ segment: string }>(
    "select pg_walfile_name(pg_switch_wal()) as segment",
  );
  return rows[0]?.segment ?? "";
}

/** A number that grows with every transaction that wrote something; our own marks grow it by one each. */
export async function transactionCounter(client: pg.Client): Promise<bigint> {
  const { rows } = await client.query<{ xid: string }>(
    "select pg_snapshot_xmax(pg_current_snapshot())::text as xid",
  );
  return BigInt(rows[0]?.xid ?? "0");
}
