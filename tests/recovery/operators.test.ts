import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ActivityPage } from "@/lib/audit/audit-schemas";
import type { BackupView } from "@/lib/backup/backup-schemas";
import type { CustomerList } from "@/lib/operator/operator-schemas";
import { type AppUnderTest, startAppUnderTest } from "@/tests/harness/app-under-test";
import { callsOf } from "@/tests/harness/calls";
import { signedIn } from "@/tests/harness/operator";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let app: AppUnderTest;
let database: pg.Client;
let serverId: string;
let subdomain: string;
let backup: BackupView;
let staff: Awaited<ReturnType<typeof signedIn>>;
let api: ReturnType<typeof callsOf>;

const reason = "asked for in ticket 12";

beforeAll(async () => {
  world = await startWorld({
    env: { OPERATOR_EMAILS: "Staff@Example.com, other@example.com", STREAM_BEAT_MS: "200" },
  });
  app = await startAppUnderTest(world.env, world.webPort);
  database = new pg.Client({ connectionString: world.databaseUrl });
  await database.connect();
  const { server, job } = await orderServer(world, { name: "Helped" });
  ({ id: serverId, subdomain } = server);
  expect((await waitForJob(world, job.id)).status).toBe("succeeded");
  api = callsOf(world);
  backup = await waitFor("the first backup", async () => {
    const { items } = await api.get<{ items: BackupView[] }>(`/servers/${serverId}/backups`);
    return items.find(({ status }) => status === "good");
  });
  staff = await signedIn(world, "staff@example.com");
});
afterAll(async () => {
  await database?.end();
  await app?.kill();
  await world?.close();
});

/** Begins a visit to the demo team; the calls of it name the team. */
async function visit(person = staff) {
  const order = { teamId: world.teamId, serverId, reason };
  const begun = await person.call("POST", "/operator/visits", order);
  expect(begun.status, JSON.stringify(begun.body)).toBe(201);
  return {
    id: begun.body.id as string,
    call: (method: string, path: string, body?: unknown) => person.call(method, path, body, world.teamId),
  };
}

const activity = async () => (await api.get<ActivityPage>("/activity")).items;

test("for everybody but operators there is neither a search nor a visit nor the team", async () => {
  const stranger = await signedIn(world, "stranger@example.com");
  const order = { teamId: world.teamId, reason };
  expect((await stranger.call("GET", "/operator/customers?words=demo")).status).toBe(404);
  expect((await stranger.call("POST", "/operator/visits", order)).status).toBe(404);
  expect((await stranger.call("GET", `/servers/${serverId}`, undefined, world.teamId)).status).toBe(404);
  expect((await world.api("GET", "/api/v1/operator/customers?words=demo")).status).toBe(404);
  expect((await world.api("POST", "/api/v1/operator/visits", order)).status).toBe(404);
});

test("an operator finds a team by its name, its id, a member's address, and a server's name, subdomain and id", async () => {
  for (const words of ["dem", world.teamId, "demo@example.com", "helpe", subdomain, serverId]) {
    const { body } = await staff.call("GET", `/operator/customers?words=${encodeURIComponent(words)}`);
    const found = (body as unknown as CustomerList).items.find(({ team }) => team.id === world.teamId);
    expect(found, words).toMatchObject({
      mine: false,
      members: [{ email: "demo@example.com", role: "owner" }],
      servers: [expect.objectContaining({ id: serverId, name: "Helped" })],
    });
  }
});

test("without a visit an operator is let into no team, whether a header or a cookie names it", async () => {
  const byHeader = await staff.call("GET", `/servers/${serverId}`, undefined, world.teamId);
  expect(byHeader).toMatchObject({ status: 403, body: { code: "forbidden" } });
  const cookie = `${staff.cookie}; nself-team=${world.teamId}`;
  const byCookie = await fetch(`${world.webUrl}/api/v1/me`, { headers: { cookie } });
  expect(await byCookie.json()).toMatchObject({ team: { id: staff.teamId }, visit: null, operator: true });
});

test("a visit needs a reason of 10 to 500 characters, and a team that the operator does not belong to", async () => {
  for (const short of [undefined, "", "   too few   ", "x".repeat(501)]) {
    const refused = await staff.call("POST", "/operator/visits", { teamId: world.teamId, reason: short });
    expect(refused, short).toMatchObject({ status: 400, body: { fields: { reason: expect.any(String) } } });
  }
  const own = await staff.call("POST", "/operator/visits", { teamId: staff.teamId, reason });
  expect(own).toMatchObject({ status: 409, body: { code: "action_not_allowed" } });
});

test("on a visit an operator sees, backs up and restores, and the team reads who it was and why beside each act", async () => {
  const { id, call } = await visit();
  expect((await call("GET", `/servers/${serverId}`)).status).toBe(200);
  const cookie = `${staff.cookie}; nself-team=${world.teamId}`;
  const me = await fetch(`${world.webUrl}/api/v1/me`, { headers: { cookie } });
  expect(await me.json()).toMatchObject({
    team: { id: world.teamId, role: "operator" },
    visit: { id, reason },
  });

  const asked = await call("POST", `/servers/${serverId}/backups`, {});
  expect(asked.status, JSON.stringify(asked.body)).toBe(202);
  await waitForJob(world, (asked.body.job as { id: string }).id);
  const order = { target: { backupId: backup.id }, into: "in_place", confirm: "Helped" };
  const nearer = "the orders of this morning";
  const restored = await call("POST", `/servers/${serverId}/restores`, { ...order, reason: nearer });
  expect(restored.status, JSON.stringify(restored.body)).toBe(202);
  await waitForJob(world, (restored.body.job as { id: string }).id);
  expect((await call("DELETE", `/operator/visits/${id}`)).status).toBe(204);

  const actor = "operator staff@example.com";
  expect((await activity()).filter(({ actorType }) => actorType === "operator")).toMatchObject([
    { actor, action: "operator.visit_ended", details: { visit: id, reason } },
    { actor, action: "server.restore_requested", serverId, details: { visit: id, reason: nearer } },
    { actor, action: "backup.requested", serverId, details: { visit: id, reason } },
    { actor, action: "operator.visit_started", serverId, details: { visit: id, reason } },
  ]);
});

test("an operator restores into a new server of the customer's, and orders none otherwise", async () => {
  const { call } = await visit();
  const order = { location: "fsn1", serverType: "cx33", plugins: [] };
  const plain = await call("POST", "/servers", { ...order, name: "Mine", subdomain: `${subdomain}m` });
  expect(plain.status).toBe(403);
  const restored = await call("POST", `/servers/${serverId}/restores`, {
    target: { backupId: backup.id },
    into: { name: "Helped again", subdomain: `${subdomain}b` },
    confirm: "Helped",
  });
  expect(restored.status, JSON.stringify(restored.body)).toBe(202);
  const ended = await waitForJob(world, (restored.body.job as { id: string }).id);
  expect(ended.status, JSON.stringify(ended)).toBe("succeeded");
  const { newServerId } = restored.body.restore as { newServerId: string };
  const { rows } = await database.query('SELECT "teamId", "adminEmail" FROM "Server" WHERE "id" = $1', [
    newServerId,
  ]);
  expect(rows).toEqual([{ teamId: world.teamId, adminEmail: "demo@example.com" }]);
  const ordered = (await activity()).find(
    ({ action, serverId: of }) => action === "server.created" && of === newServerId,
  );
  expect(ordered).toMatchObject({ actor: "operator staff@example.com", details: { reason } });
});

test("an operator on a visit deletes nothing, makes no tokens and does not manage the team", async () => {
  const { call } = await visit(await signedIn(world, "other@example.com"));
  expect((await call("DELETE", `/servers/${serverId}`, { confirm: "Helped" })).status).toBe(403);
  expect((await call("POST", "/tokens", { name: "x", scopes: ["server:read"] })).status).toBe(403);
  const invitation = { email: "a@example.com", role: "viewer" };
  expect((await call("POST", "/team/invitations", invitation)).status).toBe(403);
});

test("a visit counts in its own session until it is ended, replaced or four hours old, and not a call longer", async () => {
  const look = (person: typeof staff) =>
    person.call("GET", `/servers/${serverId}`, undefined, world.teamId).then(({ status }) => status);
  const former = await visit();
  const { id } = await visit();
  expect(await look(staff)).toBe(200);
  const { rows } = await database.query(
    'SELECT "id" FROM "OperatorVisit" WHERE "endedAt" IS NULL AND "reason" = $1 AND "id" = ANY($2)',
    [reason, [former.id, id]],
  );
  expect(rows).toEqual([{ id }]);

  const elsewhere = await signedIn(world, "staff@example.com");
  expect(await look(elsewhere)).toBe(403);
  expect((await elsewhere.call("DELETE", `/operator/visits/${id}`)).status).toBe(404);

  await database.query(`UPDATE "OperatorVisit" SET "expiresAt" = now() WHERE "id" = $1`, [id]);
  expect(await look(staff)).toBe(403);
  const last = await visit();
  expect(await look(staff)).toBe(200);
  expect((await staff.call("DELETE", `/operator/visits/${last.id}`)).status).toBe(204);
  expect(await look(staff)).toBe(403);
});

test("an event stream that an operator has open ends with the visit", async () => {
  const { job } = await orderServer(world, { subdomain: "sim-boot-fails-watched" });
  const { id } = await visit();
  const cookie = `${staff.cookie}; nself-team=${world.teamId}`;
  const stream = await fetch(`${world.webUrl}/api/v1/jobs/${job.id}/events`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  const pieces = stream.body?.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  expect((await pieces?.next())?.value).toContain("event: job");
  expect((await staff.call("DELETE", `/operator/visits/${id}`)).status).toBe(204);
  let rest = "";
  for (let piece = await pieces?.next(); piece?.done === false; piece = await pieces?.next())
    rest += piece.value;
  expect(rest).not.toContain("event: end");
  expect((await world.api("GET", `/api/v1/jobs/${job.id}`)).body).toMatchObject({ status: "running" });
});

test("an address that is taken out of the staff's is out at once, in the middle of its visit", async () => {
  await visit();
  expect((await staff.call("GET", `/servers/${serverId}`, undefined, world.teamId)).status).toBe(200);
  await app.kill();
  app = await startAppUnderTest({ ...world.env, OPERATOR_EMAILS: "other@example.com" }, world.webPort);
  expect((await staff.call("GET", `/servers/${serverId}`, undefined, world.teamId)).status).toBe(404);
  expect((await staff.call("GET", "/operator/customers?words=demo")).status).toBe(404);
});
