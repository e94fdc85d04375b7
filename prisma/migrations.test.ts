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
