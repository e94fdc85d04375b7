import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sessionCookieName } from "@/lib/api/authenticate";
import { newToken, sha256 } from "@/lib/crypto";
import { newId } from "@/lib/ids";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { callsOf } from "@/tests/harness/calls";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let app: AppUnderTest;
let database: pg.Client;
let serverId: string;

beforeAll(async () => {
  world = await startWorld({ env: { OPERATOR_EMAILS: "Staff@Example.com, other@example.com" } });
  app = await startAppUnderTest(world.env, world.webPort);
  database = new pg.Client({ connectionString: world.databaseUrl });
  await database.connect();
  const { server, job } = await orderServer(world, { name: "Helped" });
  serverId = server.id;
  expect((await waitForJob(world, job.jobId)).status).toBe("succeeded");
  const api = callsOf(world);
  await waitFor("the first backup", async () => {
    const { items } = await api.get<{ items: { status: string }[] }>(`/servers/${serverId}/backups`);
    return items.some(({ status }) => status === "good");
  });
}, 180_000);
afterAll(async () => {
  await database?.end();
  await app?.kill();
  await world?.close();
});

/** Calls of somebody who is signed in and names the demo team, which is not theirs. */
async function callsAs(email: string) {
  const userId = newId("user");
  const token = newToken();
  await database.query('INSERT INTO "User" ("id", "email") VALUES ($1, $2)', [userId, email]);
  await database.query(
    'INSERT INTO "Session" ("id", "sessionToken", "userId", "expires") VALUES ($1, $2, $3, now() + interval \'1 day\')',
    [newId("session"), sha256(token), userId],
  );
  return async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${world.webUrl}/api/v1${path}`, {
      method,
      headers: {
        cookie: `${sessionCookieName()}=${token}`,
        "content-type": "application/json",
        "x-team-id": world.teamId,
        origin: world.webUrl,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : null) as Record<string, unknown> };
  };
}

test("an operator sees a team's servers, restores with a reason, and the team reads who it was and why", async () => {
  const call = await callsAs("staff@example.com");
  expect((await call("GET", `/servers/${serverId}`)).status).toBe(200);
  const { body: list } = await call("GET", `/servers/${serverId}/backups`);
  const [backup] = list.items as { id: string }[];
  const order = { target: { backupId: backup?.id }, into: "in_place", confirm: "Helped" };
  const silent = await call("POST", `/servers/${serverId}/restores`, order);
  expect(silent).toMatchObject({
    status: 400,
    body: { fields: { reason: expect.stringContaining("say why") } },
  });
  const spoken = await call("POST", `/servers/${serverId}/restores`, {
    ...order,
    reason: "asked for in ticket 12",
  });
  expect(spoken.status, JSON.stringify(spoken.body)).toBe(202);
  const { rows } = await database.query(
    `SELECT "actorType", "actorLabel", "details"->>'reason' AS reason FROM "AuditEvent" WHERE "action" = 'server.restore_requested'`,
  );
  expect(rows).toEqual([
    { actorType: "operator", actorLabel: "operator staff@example.com", reason: "asked for in ticket 12" },
  ]);
  await waitForJob(world, (spoken.body.job as { jobId: string }).jobId);
}, 120_000);

test("an operator deletes nothing, makes no tokens and does not manage the team", async () => {
  const call = await callsAs("other@example.com");
  expect((await call("DELETE", `/servers/${serverId}`, { confirm: "Helped" })).status).toBe(403);
  expect((await call("POST", "/tokens", { name: "x", scopes: ["server:read"] })).status).toBe(403);
  expect((await call("POST", "/team/invitations", { email: "a@example.com", role: "viewer" })).status).toBe(
    403,
  );
});

test("somebody who is no operator finds no such team", async () => {
  const call = await callsAs("stranger@example.com");
  expect((await call("GET", `/servers/${serverId}`)).status).toBe(404);
});
