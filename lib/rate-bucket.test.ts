import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "@/tests/harness/postgres";
import { db } from "./db";
import { setBucket, takeFromBucket } from "./rate-bucket";

let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  drop = database.drop;
});
afterAll(async () => {
  await db().$disconnect();
  await drop();
});

const slow = { capacity: 10, refillPerSecond: 0.001 };

test("a bucket never gives out more than it holds, however many take at once", async () => {
  const taken = await Promise.all(
    Array.from({ length: 40 }, () => takeFromBucket({ key: "crowd", ...slow })),
  );
  expect(taken.filter(({ ok }) => ok)).toHaveLength(10);
});

test("a refusal says when a token will be there", async () => {
  await setBucket("empty", 0);
  const taken = await takeFromBucket({ key: "empty", capacity: 10, refillPerSecond: 0.5 });
  expect(taken.ok).toBe(false);
  if (!taken.ok) expect(taken.retryAfterSeconds).toBeGreaterThan(1.5);
  if (!taken.ok) expect(taken.retryAfterSeconds).toBeLessThanOrEqual(2);
});

test("tokens come back with time and never past the capacity", async () => {
  await setBucket("old", 0);
  await db().$executeRaw`UPDATE "RateBucket" SET "updatedAt" = now() - interval '1 hour' WHERE "key" = 'old'`;
  expect(await takeFromBucket({ key: "old", capacity: 5, refillPerSecond: 1 })).toEqual({
    ok: true,
    remaining: 4,
  });
});

test("a debt is paid off before anything is given out", async () => {
  await setBucket("debt", -9);
  const taken = await takeFromBucket({ key: "debt", capacity: 10, refillPerSecond: 1 });
  expect(taken.ok).toBe(false);
  if (!taken.ok) expect(Math.round(taken.retryAfterSeconds)).toBe(10);
});

test("a cost is taken whole or not at all", async () => {
  expect((await takeFromBucket({ key: "cost", ...slow, cost: 7 })).ok).toBe(true);
  expect((await takeFromBucket({ key: "cost", ...slow, cost: 7 })).ok).toBe(false);
  expect(await takeFromBucket({ key: "cost", ...slow, cost: 3 })).toMatchObject({ ok: true });
});
