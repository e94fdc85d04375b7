import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import { createTestDatabase } from "@/tests/harness/postgres";
import { finishIdempotent, startIdempotent } from "./idempotency";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  await db().$disconnect();
  await database.drop();
});

const start = (key: string) => startIdempotent("team POST /things", key, "{}");
const claim = async (key: string) => {
  const started = await start(key);
  if (started.kind !== "fresh") throw new Error(`${key} is not fresh`);
  return started.id;
};
/** As if `minutes` had passed for everything that is kept. */
const later = (minutes: number) =>
  db()
    .$executeRaw`UPDATE "IdempotentRequest" SET "expiresAt" = "expiresAt" - make_interval(mins => ${minutes}::int)`;

test.each([409, 400, 503])(
  "an answer of %i frees the key, so that the same press succeeds once nothing is in its way",
  async (status) => {
    const key = `refused ${status}`;
    await finishIdempotent(await claim(key), status, "{}");
    expect(await start(key)).toMatchObject({ kind: "fresh" });
  },
);

test("what was done is answered again for a day, however often it is asked", async () => {
  await finishIdempotent(await claim("done"), 202, '{"job":1}');
  await later(23 * 60);
  expect(await start("done")).toEqual({ kind: "replay", status: 202, body: '{"job":1}' });
  await later(2 * 60);
  expect(await start("done")).toMatchObject({ kind: "fresh" });
});

test("a claim whose process died gives its key back within minutes, to one of those who ask", async () => {
  await claim("died");
  await later(4);
  await expect(start("died")).rejects.toMatchObject({ code: "idempotency_running" });
  await later(2);
  const answers = await Promise.allSettled([1, 2, 3, 4].map(() => start("died")));
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a request that took longer than its claim holds still keeps its answer", async () => {
  const id = await claim("slow");
  await later(6);
  await finishIdempotent(id, 201, "{}");
  expect(await start("slow")).toMatchObject({ kind: "replay", status: 201 });
});

test("what has expired is purged by later claims, a bounded number by each", async () => {
  await db().idempotentRequest.deleteMany();
  const rows = Array.from({ length: 150 }, (_, index) => ({
    id: newId("request"),
    scope: "old",
    key: String(index),
    requestHash: "x",
    expiresAt: new Date(Date.now() - 1000),
  }));
  await db().idempotentRequest.createMany({ data: rows });
  const old = () => db().idempotentRequest.count({ where: { scope: "old" } });
  await claim("first after");
  expect(await old()).toBe(50);
  await Promise.all(["second after", "third after"].map(claim));
  expect(await old()).toBe(0);
});
