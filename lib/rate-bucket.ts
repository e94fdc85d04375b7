import { db } from "./db";

/** A token bucket: `capacity` tokens at most, `refillPerSecond` come back every second. */
export interface Bucket {
  key: string;
  capacity: number;
  refillPerSecond: number;
}

export type Taken = { ok: true; remaining: number } | { ok: false; retryAfterSeconds: number };

/**
 * Takes `cost` tokens (default 1) from a bucket that all processes share, in one SQL statement: two takers never spend
 * the same token. The database's clock counts, so hosts with wrong clocks agree. The statement does not wait for the disk: a crash
 * of the database gives back what was taken in its last moment, which is not worth a sync at every request.
 */
export async function takeFromBucket(request: Bucket & { cost?: number }): Promise<Taken> {
  const { key, capacity, refillPerSecond, cost = 1 } = request;
  const rows = await db().$queryRaw<{ taken: boolean; tokens: number }[]>`
    WITH unsynced AS (SELECT set_config('synchronous_commit', 'off', true)), taken AS (
      INSERT INTO "RateBucket" AS b ("key", "tokens", "updatedAt")
      VALUES (${key}, ${capacity}::float8 - ${cost}::float8, clock_timestamp())
      ON CONFLICT ("key") DO UPDATE SET
        "tokens" = LEAST(${capacity}::float8, b."tokens" + ${refillPerSecond}::float8
          * GREATEST(0, EXTRACT(EPOCH FROM clock_timestamp() - b."updatedAt"))::float8) - ${cost}::float8,
        "updatedAt" = GREATEST(b."updatedAt", clock_timestamp())
      WHERE LEAST(${capacity}::float8, b."tokens" + ${refillPerSecond}::float8
          * GREATEST(0, EXTRACT(EPOCH FROM clock_timestamp() - b."updatedAt"))::float8) >= ${cost}::float8
      RETURNING "tokens"
    )
    SELECT true AS "taken", "tokens" FROM unsynced, taken
    UNION ALL
    SELECT false, "tokens" + ${refillPerSecond}::float8
      * GREATEST(0, EXTRACT(EPOCH FROM clock_timestamp() - "updatedAt"))::float8
    FROM unsynced, "RateBucket" WHERE "key" = ${key} AND NOT EXISTS (SELECT 1 FROM taken)`;
  const row = rows[0];
  if (row?.taken) return { ok: true, remaining: row.tokens };
  const missing = cost - Math.min(row?.tokens ?? 0, capacity);
  // At least a moment: the row may have moved between the refused update and the reading of its rest.
  return { ok: false, retryAfterSeconds: Math.max(0.05, missing / refillPerSecond) };
}

/**
 * Sets what is left, as the other side tells it. A negative number is a debt: with `-seconds * refillPerSecond` nothing
 * is given out for that many seconds.
 */
export async function setBucket(key: string, tokens: number): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "RateBucket" ("key", "tokens", "updatedAt") VALUES (${key}, ${tokens}::float8, clock_timestamp())
    ON CONFLICT ("key") DO UPDATE SET "tokens" = EXCLUDED."tokens", "updatedAt" = EXCLUDED."updatedAt"`;
}
