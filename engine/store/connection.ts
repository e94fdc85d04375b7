import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { log } from "@/engine/log";
import { migrations } from "./migrations";

/** Any number that other software is unlikely to lock. Held by the one engine that works on this database. */
const engineLockKey = 7_263_411_288;
const lockPollMs = 200;
const jsonOid = 114;

/** `json` stays text: payloads are stored canonical and passed on without being parsed. */
export const textJsonTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === jsonOid ? (value: string) => value : pg.types.getTypeParser(oid, format)) as never,
};

/** A connection that may write. It has the engine's lock for as long as it lives, so a lost connection cannot write any more. */
export async function connectWriter(databaseUrl: string, isClosed: () => boolean): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    types: textJsonTypes,
    keepAlive: true,
    application_name: "nself-engine",
  });
  client.on("error", (error) => log.warn({ error: error.message }, "database connection lost"));
  await client.connect();
  await client.query("set synchronous_commit = on");
  for (let waited = false; ; waited = true) {
    const { rows } = await client.query<{ locked: boolean }>("select pg_try_advisory_lock($1) as locked", [
      engineLockKey,
    ]);
    if (rows[0]?.locked) return client;
    if (!waited) log.warn("another engine works on this database: waiting until it ends");
    if (isClosed()) {
      await client.end();
      throw new Error("closed while waiting for another engine");
    }
    await delay(lockPollMs);
  }
}

/** Brings schema `engine` up to date. Call it with the writer connection: its lock keeps others out. */
export async function migrate(client: pg.Client): Promise<void> {
  await client.query("create schema if not exists engine");
  await client.query(
    "create table if not exists engine.migrations (version int primary key, applied_at timestamptz not null default now())",
  );
  const { rows } = await client.query<{ version: number | null }>(
    "select max(version) as version from engine.migrations",
  );
  for (let version = (rows[0]?.version ?? 0) + 1; version <= migrations.length; version++) {
    await client.query(
      `begin; ${migrations[version - 1]}; insert into engine.migrations (version) values (${version}); commit`,
    );
  }
}

/** Counts the starts of the engine on this database. Call generations of an earlier start are thereby out of date. */
export async function nextEpoch(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ epoch: string }>(
    "insert into engine.epochs default values returning epoch",
  );
  return Number(rows[0]?.epoch ?? 0);
}

export async function currentEpoch(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ epoch: string | null }>(
    "select max(epoch) as epoch from engine.epochs",
  );
  return Number(rows[0]?.epoch ?? 0);
}
