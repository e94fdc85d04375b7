import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { db } from "@/lib/db";
import { createTestDatabase } from "@/tests/harness/postgres";
import { type RecordingHttp, type ScriptedAnswer, startRecordingHttp } from "@/tests/harness/recording-http";
import { hetzner } from "./hetzner-client";

let answers: ScriptedAnswer[] = [];
let provider: RecordingHttp;
let drop: () => Promise<void>;
const schema = z.object({ value: z.number() });

beforeAll(async () => {
  provider = await startRecordingHttp(() => answers.shift() ?? { body: { value: 1 } });
  const database = await createTestDatabase();
  process.env.HETZNER_API_URL = provider.url;
  process.env.DATABASE_URL = database.url;
  drop = database.drop;
});
beforeEach(async () => {
  answers = [];
  provider.requests.length = 0;
  await db().$executeRaw`TRUNCATE "RateBucket"`;
});
afterAll(async () => {
  await provider.close();
  await db().$disconnect();
  await drop();
});

test("a read is tried again when a gateway fails or the connection breaks", async () => {
  answers = [{ status: 502 }, "reset"];
  expect(await hetzner("GET", "/things", { query: { id: [1, 2], page: undefined }, schema })).toEqual({
    value: 1,
  });
  expect(provider.requests.map(({ query }) => query.toString())).toEqual([
    "id=1&id=2",
    "id=1&id=2",
    "id=1&id=2",
  ]);
});

test.each([[{ status: 502 }], [{ status: 504 }], ["reset"]] as ScriptedAnswer[][])(
  "a write is never sent twice: %j",
  async (answer) => {
    answers = [answer as ScriptedAnswer];
    await expect(hetzner("POST", "/things", { body: {}, schema })).rejects.toMatchObject({
      code: "provider_unavailable",
    });
    expect(provider.requests).toHaveLength(1);
  },
);

test("an answer of an unknown shape is the provider's failure, not a crash", async () => {
  answers = [{ body: { value: "one" } }];
  await expect(hetzner("GET", "/things", { schema })).rejects.toMatchObject({ code: "provider_unavailable" });
});

test("an error keeps its class and sends our token", async () => {
  answers = [{ status: 423, body: { error: { code: "locked", message: "busy" } } }];
  await expect(hetzner("POST", "/things", { schema })).rejects.toMatchObject({ code: "provider_locked" });
  expect(provider.requests[0]?.headers.authorization).toBe("Bearer sandbox-hetzner-token");
});

test("after a 429 nobody of the installation calls until the reset", async () => {
  const reset = String(Math.floor(Date.now() / 1000) + 120);
  answers = [
    {
      status: 429,
      headers: { "ratelimit-reset": reset },
      body: { error: { code: "rate_limit_exceeded", message: "" } },
    },
  ];
  const throttled = { code: "provider_throttled", retryAfterSeconds: expect.any(Number) };
  await expect(hetzner("GET", "/things", { schema })).rejects.toMatchObject(throttled);
  await expect(hetzner("GET", "/things", { schema })).rejects.toMatchObject(throttled);
  expect(provider.requests).toHaveLength(1);
});

test("a wrong clock in a 429 never blocks us for more than an hour", async () => {
  answers = [{ status: 429, headers: { "ratelimit-reset": "99999999999" } }];
  await expect(hetzner("GET", "/things", { schema })).rejects.toMatchObject({ retryAfterSeconds: 3600 });
});

test("the budget follows what the provider says remains", async () => {
  answers = [{ headers: { "ratelimit-remaining": "3" }, body: { value: 1 } }];
  await hetzner("GET", "/things", { schema });
  const rows = await db().$queryRaw<{ tokens: number }[]>`SELECT "tokens" FROM "RateBucket"`;
  expect(rows).toEqual([{ tokens: 3 }]);
});
