import { readdir, readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "@/tests/harness/postgres";
import { applyMigrations } from "./schema-engine";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});
afterAll(() => database.drop());

test("migrations bring an empty database up to date, once, in the table that `prisma migrate deploy` reads", async () => {
  const first = await applyMigrations(database.url);
  expect(first.length).toBeGreaterThan(0);
  expect(await applyMigrations(database.url)).toEqual([]);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(
    "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL",
  );
  await client.end();
  expect(rows.map((row) => row.migration_name)).toEqual(first);
});

test("what retention deleted before deletions could be resumed counts as gone, and what it had cut off stays cut off", async () => {
  const old = await createTestDatabase({ empty: true });
  const client = new pg.Client({ connectionString: old.url });
  await client.connect();
  const names = (await readdir("prisma/migrations")).filter((name) => /^\d/.test(name)).sort();
  const at = names.findIndex((name) => name.endsWith("_resumable_deletion"));
  const migrate = async (name: string) =>
    await client.query(await readFile(`prisma/migrations/${name}/migration.sql`, "utf8"));
  for (const name of names.slice(0, at)) await migrate(name);
  // Rows of a server of which nothing else matters here.
  await client.query("SET session_replication_role = replica");
  await client.query(
    `INSERT INTO "Backup" ("id", "serverId", "teamId", "kind", "trigger", "status", "startedAt", "deletedAt")
     VALUES ('a', 's', 't', 'application', 'nightly', 'deleted', now(), '2026-11-01Z'), ('b', 's', 't', 'application', 'nightly', 'good', now(), NULL)`,
  );
  await client.query(
    `INSERT INTO "WalRun" ("serverId", "firstSegment", "timeline", "availableFrom", "lastSegment", "storedBytes", "coveredFrom", "coveredUntil")
     VALUES ('s', '000000010000000000000001', 1, '00000001000000000000000A', '0000000100000000000000FF', 1, now(), now()),
            ('s', '000000020000000000000100', 2, '000000020000000000000100', '000000020000000100000000', 1, now(), now())`,
  );
  await migrate(names[at] ?? "");
  const backups = await client.query('SELECT "id", "objectsDeletedAt" FROM "Backup" ORDER BY "id"');
  expect(backups.rows).toEqual([
    { id: "a", objectsDeletedAt: new Date("2026-11-01") },
    { id: "b", objectsDeletedAt: null },
  ]);
  expect((await client.query('SELECT * FROM "DeletedWal"')).rows).toEqual([
    {
      serverId: "s",
      timeline: 1,
      fromSegment: "000000010000000000000001",
      beforeSegment: "00000001000000000000000A",
      objectsDeletedAt: expect.any(Date),
    },
  ]);
  await client.end();
  await old.drop();
});
