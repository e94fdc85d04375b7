import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allRoutes } from "@/app/api/v1/_routes/all-routes";
import { sha256 } from "@/lib/crypto";
import { newId } from "@/lib/ids";
import { demoEmail } from "@/prisma/seed";
import { type AppUnderTest, startAppUnderTest } from "./harness/app-under-test";
import { callsOf } from "./harness/calls";
import { signedIn } from "./harness/operator";
import { orderServer, waitForJob } from "./harness/orders";
import { secondTeam } from "./harness/second-team";
import { waitFor } from "./harness/wait-for";
import { startWorld, type World } from "./harness/world";

let world: World;
let app: AppUnderTest;
let database: pg.Client;
let cookie: string;
let server: { id: string; name: string };
let firstBackupId: string;
beforeAll(async () => {
  world = await startWorld();
  app = await startAppUnderTest(world.env, world.webPort);
  database = new pg.Client({ connectionString: world.databaseUrl });
  await database.connect();
  ({ cookie } = await signedIn(world, demoEmail));
  const ordered = await orderServer(world, { name: "Once" });
  server = ordered.server;
  expect((await waitForJob(world, ordered.job.id)).status).toBe("succeeded");
  const api = callsOf(world);
  firstBackupId = await waitFor("the first backup", async () => {
    const { items } = await api.get<{ items: { id: string; status: string }[] }>(
      `/servers/${server.id}/backups`,
    );
    return items.find(({ status }) => status === "good")?.id;
  });
}, 180_000);
afterAll(async () => {
  await database?.end();
  await app?.kill();
  await world?.close();
});

interface Answer {
  status: number;
  replayed: boolean;
  body: Record<string, unknown> | null;
}

/** A write of the demo team's owner, as a page of ours sends it. */
async function write(method: string, path: string, body: unknown, key: string): Promise<Answer> {
  const response = await fetch(`${world.webUrl}${path}`, {
    method,
    headers: {
      cookie,
      origin: world.webUrl,
      "x-team-id": world.teamId,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    replayed: response.headers.get("idempotent-replayed") === "true",
    body: text ? JSON.parse(text) : null,
  };
}

const count = async (sql: string): Promise<number> => Number((await database.query(sql)).rows[0].n);
const rows = (table: string, where = "true") => `SELECT count(*) AS n FROM "${table}" WHERE ${where}`;
const audited = (action: string) => rows("AuditEvent", `"action" = '${action}'`);
const subdomain = () => `w${randomUUID().slice(0, 8)}`;

async function member(): Promise<string> {
  const [userId, id] = [newId("user"), newId("membership")];
  await database.query('INSERT INTO "User" ("id", "email") VALUES ($1, $2)', [
    userId,
    `${userId}@example.com`,
  ]);
  await database.query(
    'INSERT INTO "Membership" ("id", "teamId", "userId", "role") VALUES ($1, $2, $3, \'viewer\')',
    [id, world.teamId, userId],
  );
  return id;
}

async function invitation(teamId: string, email: string): Promise<{ id: string; token: string }> {
  const [id, token] = [newId("invitation"), randomUUID()];
  await database.query(
    `INSERT INTO "Invitation" ("id", "teamId", "email", "role", "tokenHash", "invitedById", "expiresAt")
     VALUES ($1, $2, $3, 'viewer', $4, $2, now() + interval '1 day')`,
    [id, teamId, email, sha256(token)],
  );
  return { id, token };
}

/** A job that has failed for good, because its order asked for a place that is full. */
async function failedJob(): Promise<string> {
  const { job } = await orderServer(world, { subdomain: `sim-no-capacity-${subdomain()}` });
  expect((await waitForJob(world, job.id)).status).toBe("failed");
  return job.id;
}

interface Valid {
  params?: Record<string, string>;
  body?: Record<string, unknown>;
}
interface Write {
  /** Makes what the request is about, and answers the request. */
  valid(): Promise<Valid> | Valid;
  /** Counts what the request makes or takes away; `by` is how far one request moves it. */
  effect: string;
  by: -1 | 0 | 1;
  /** What has to have ended before anything else is asked of the server. */
  settle?: boolean;
}

const ofServer = () => ({ params: { id: server.id } });

/** A valid request for each write of the API. */
const writes: Record<string, Write> = {
  "POST /api/v1/servers": {
    valid: () => ({
      body: { name: "Raced", subdomain: subdomain(), location: "fsn1", serverType: "cx33", plugins: [] },
    }),
    effect: rows("Server"),
    by: 1,
  },
  "DELETE /api/v1/servers/{id}": {
    valid: async () => {
      const ordered = await orderServer(world, { name: "Doomed" });
      return { params: { id: ordered.server.id }, body: { confirm: "Doomed" } };
    },
    effect: audited("server.deleted"),
    by: 1,
  },
  "POST /api/v1/servers/{id}/welcome-mails": {
    valid: ofServer,
    effect: audited("credentials.link_sent"),
    by: 1,
  },
  "POST /api/v1/jobs/{id}/retry": {
    valid: async () => ({ params: { id: await failedJob() }, body: { location: "nbg1" } }),
    effect: audited("job.retried"),
    by: 1,
  },
  "POST /api/v1/jobs/{id}/cancel": {
    valid: async () => ({ params: { id: await failedJob() } }),
    effect: audited("job.cancelled"),
    by: 1,
  },
  "POST /api/v1/servers/{id}/restarts": {
    valid: () => ({ ...ofServer(), body: { service: "auth" } }),
    effect: audited("server.restart_requested"),
    by: 1,
    settle: true,
  },
  "POST /api/v1/servers/{id}/backups": {
    valid: () => ({ ...ofServer(), body: { label: "raced" } }),
    effect: rows("Backup", `"trigger" = 'manual'`),
    by: 1,
    settle: true,
  },
  "PATCH /api/v1/servers/{id}/backup-policy": {
    valid: () => ({ ...ofServer(), body: { retentionDays: 35 } }),
    effect: audited("backup.policy_changed"),
    by: 1,
  },
  "POST /api/v1/backups/{id}/verifications": {
    valid: () => ({ params: { id: firstBackupId }, body: {} }),
    effect: audited("backup.verification_requested"),
    by: 1,
    settle: true,
  },
  "POST /api/v1/servers/{id}/restore-previews": {
    valid: () => ({ ...ofServer(), body: { target: { backupId: firstBackupId } } }),
    effect: rows("Restore"),
    by: 0,
  },
  "POST /api/v1/servers/{id}/restores": {
    valid: () => ({
      ...ofServer(),
      body: { target: { backupId: firstBackupId }, into: "in_place", confirm: server.name },
    }),
    effect: rows("Restore"),
    by: 1,
    settle: true,
  },
  "POST /api/v1/restores/{id}/undo": {
    valid: async () => {
      const { rows: found } = await database.query('SELECT "id" FROM "Restore" WHERE "serverId" = $1', [
        server.id,
      ]);
      return { params: { id: found[0].id }, body: { confirm: server.name } };
    },
    effect: audited("server.restore_undone"),
    by: 1,
    settle: true,
  },
  "POST /api/v1/servers/{id}/drills": {
    valid: () => ({ ...ofServer(), body: { scenario: "database-corruption" } }),
    effect: rows("Drill"),
    by: 1,
  },
  "DELETE /api/v1/sessions/{id}": {
    valid: async () => {
      await signedIn(world, demoEmail);
      return { params: { id: "others" } };
    },
    effect: rows("Session"),
    by: -1,
  },
  "PATCH /api/v1/team": {
    valid: () => ({ body: { name: "Renamed" } }),
    effect: audited("team.renamed"),
    by: 1,
  },
  "POST /api/v1/teams": { valid: () => ({ body: { name: "Further" } }), effect: rows("Team"), by: 1 },
  "PATCH /api/v1/team/members/{id}": {
    valid: async () => ({ params: { id: await member() }, body: { role: "developer" } }),
    effect: audited("member.role_changed"),
    by: 1,
  },
  "DELETE /api/v1/team/members/{id}": {
    valid: async () => ({ params: { id: await member() } }),
    effect: rows("Membership"),
    by: -1,
  },
  "POST /api/v1/team/invitations": {
    valid: () => ({ body: { email: `${randomUUID()}@example.com`, role: "viewer" } }),
    effect: audited("member.invited"),
    by: 1,
  },
  "DELETE /api/v1/team/invitations/{id}": {
    valid: async () => ({
      params: { id: (await invitation(world.teamId, `${randomUUID()}@example.com`)).id },
    }),
    effect: rows("Invitation"),
    by: -1,
  },
  "POST /api/v1/invitations/{token}/accept": {
    valid: async () => {
      const { teamId } = await secondTeam(world);
      return { params: { token: (await invitation(teamId, demoEmail)).token } };
    },
    effect: audited("member.joined"),
    by: 1,
  },
  "POST /api/v1/tokens": {
    valid: () => ({ body: { name: "raced", scopes: ["server:read"] } }),
    effect: rows("ApiToken"),
    by: 1,
  },
  "DELETE /api/v1/tokens/{id}": {
    valid: async () => {
      const made = await write(
        "POST",
        "/api/v1/tokens",
        { name: "spent", scopes: ["server:read"] },
        randomUUID(),
      );
      return { params: { id: String(made.body?.id) } };
    },
    effect: audited("token.revoked"),
    by: 1,
  },
};

const written = allRoutes.filter(({ method }) => method !== "GET");
const keyed = written.filter(({ withoutIdempotencyKey }) => withoutIdempotencyKey === undefined);
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

test("every write takes an Idempotency-Key, but for what servers call themselves and for a link that is its own key", () => {
  expect(keyed.map(nameOf).sort()).toEqual(Object.keys(writes).sort());
  expect(written.filter((route) => !keyed.includes(route)).map(nameOf)).toEqual([
    "POST /api/v1/agent-reports",
    "POST /api/v1/welcome-links/{token}/open",
    "POST /api/v1/enrolments",
    "POST /api/v1/enrolments/progress",
  ]);
});

describe("eight that ask at once with one key are one request, answered alike, and another request under it is refused", () => {
  test.each(keyed.map((route) => [nameOf(route), route] as const))(
    "%s",
    async (name, route) => {
      const entry = writes[name];
      if (!entry) throw new Error(`there is no valid request for ${name}`);
      const { params = {}, body = {} } = await entry.valid();
      const path = route.path.replace(/\{(\w+)\}/g, (_, param: string) => params[param] ?? "");
      const key = randomUUID();
      const before = await count(entry.effect);
      const ask = () => write(route.method, path, body, key);
      const answers = await Promise.all(Array.from({ length: 8 }, ask));
      answers.push(await ask());

      const first = answers.filter(({ status, replayed }) => status < 300 && !replayed);
      expect(first, JSON.stringify(answers)).toHaveLength(1);
      expect(await count(entry.effect)).toBe(before + entry.by);
      const again = {
        status: route.success.status,
        replayed: true,
        body: first[0]?.body && {
          ...first[0].body,
          ...Object.fromEntries((route.toldOnce ?? []).map((field) => [field, null])),
        },
      };
      for (const answer of answers) {
        if (answer === first[0]) expect(answer.status).toBe(route.success.status);
        else if (answer.status === 409) expect(answer.body).toMatchObject({ code: "idempotency_running" });
        else expect(answer).toEqual(again);
      }
      expect(answers.at(-1)).toEqual(again);
      expect(await write(route.method, path, { ...body, other: true }, key)).toMatchObject({
        status: 422,
        body: { code: "idempotency_mismatch" },
      });
      expect(await count(entry.effect)).toBe(before + entry.by);
      const { job } = (first[0]?.body ?? {}) as { job?: { id: string } };
      if (entry.settle && job) expect((await waitForJob(world, job.id)).status).toBe("succeeded");
    },
    120_000,
  );
});

test("one key names one request of each route and each thing, and one of each caller", async () => {
  const key = randomUUID();
  const one = await write("PATCH", `/api/v1/team/members/${await member()}`, { role: "admin" }, key);
  const another = await write("PATCH", `/api/v1/team/members/${await member()}`, { role: "admin" }, key);
  const route = await write("PATCH", "/api/v1/team", { name: "Same key" }, key);
  const stranger = await secondTeam(world);
  const theirs = await world.api(
    "PATCH",
    "/api/v1/team",
    { name: "Theirs" },
    {
      authorization: `Bearer ${stranger.apiToken}`,
      "idempotency-key": key,
    },
  );
  expect([one, another, route].map(({ status, replayed }) => [status, replayed])).toEqual([
    [204, false],
    [204, false],
    [204, false],
  ]);
  expect([theirs.status, theirs.headers.get("idempotent-replayed")]).toEqual([204, null]);
});

test("neither a token's text nor an invitation's is in what is kept of a request", async () => {
  const made = await write("POST", "/api/v1/tokens", { name: "kept", scopes: ["server:read"] }, randomUUID());
  const { teamId } = await secondTeam(world);
  await database.query('DELETE FROM "Invitation" WHERE "email" = $1', [demoEmail]);
  const { token } = await invitation(teamId, demoEmail);
  await write("POST", `/api/v1/invitations/${token}/accept`, {}, randomUUID());
  const { rows: kept } = await database.query('SELECT * FROM "IdempotentRequest"');
  expect(made.body?.token).toMatch(/^nsc_/);
  for (const secret of [String(made.body?.token), token]) expect(JSON.stringify(kept)).not.toContain(secret);
});

test("a token that may order and not read is told of its order", async () => {
  const { apiToken } = await secondTeam(world, ["server:create"]);
  const body = { name: "Blind", subdomain: subdomain(), location: "fsn1", serverType: "cx33", plugins: [] };
  const answer = await world.api("POST", "/api/v1/servers", body, { authorization: `Bearer ${apiToken}` });
  expect(answer).toMatchObject({
    status: 202,
    body: { server: { name: "Blind" }, job: { kind: "provision" } },
  });
});

test("an invitation whose mail is refused is answered as refused, and is in no list", async () => {
  const email = `${randomUUID()}@example.com`;
  const invite = () => write("POST", "/api/v1/team/invitations", { email, role: "viewer" }, randomUUID());
  const effect = { type: "status", status: 422, code: "validation_error" } as const;
  await world.sandbox.fault({ provider: "resend", operation: "POST /emails", match: email, effect });
  expect(await invite()).toMatchObject({ status: 502, body: { code: "mail_refused" } });
  expect(await count(rows("Invitation", `"email" = '${email}'`))).toBe(0);
  expect((await invite()).status).toBe(201);
  expect(await count(rows("Invitation", `"email" = '${email}'`))).toBe(1);
});
