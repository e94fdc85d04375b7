import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ServerAndJob } from "@/lib/server/server-schemas";
import { type AppUnderTest, startAppUnderTest } from "./harness/app-under-test";
import { orderServer, waitForJob } from "./harness/orders";
import { whatIsLeft } from "./harness/provider-state";
import { secondTeam } from "./harness/second-team";
import { startWorld, type World } from "./harness/world";

let world: World;
let app: AppUnderTest;
let server: ServerAndJob["server"];
let jobId: string;
beforeAll(async () => {
  world = await startWorld();
  app = await startAppUnderTest(world.env, world.webPort);
  const ordered = await orderServer(world, { name: "Input" });
  server = ordered.server;
  jobId = ordered.job.id;
});
afterAll(async () => {
  await app?.kill();
  await world?.close();
});

const order = (changes: Record<string, unknown>) => ({
  name: "X",
  subdomain: `x${randomUUID().slice(0, 8)}`,
  location: "fsn1",
  serverType: "cx33",
  plugins: [],
  ...changes,
});

describe("an order that cannot be carried out", () => {
  test.each([
    ["a reserved subdomain", { subdomain: "admin" }, 400, "subdomain"],
    ["a malformed subdomain", { subdomain: "-Bad_name" }, 400, "subdomain"],
    ["a subdomain of an IDN prefix", { subdomain: "xn--shop" }, 400, "subdomain"],
    ["an unknown location", { location: "atlantis" }, 400, "location"],
    ["an unknown server type", { serverType: "cx999" }, 400, "serverType"],
    ["an unknown plugin", { plugins: ["nope"] }, 400, "plugins"],
    ["an empty name", { name: " " }, 400, "name"],
    ["a name with a line break", { name: "a\nb" }, 400, "name"],
  ])("%s is refused with the field and what to do", async (_, changes, status, field) => {
    const answer = await world.api("POST", "/api/v1/servers", order(changes));
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      code: "invalid_request",
      fields: { [field]: expect.any(String) },
      hint: expect.any(String),
    });
  });

  test("a subdomain that is taken is refused, also when two ask at once", async () => {
    const taken = await world.api("POST", "/api/v1/servers", order({ subdomain: server.subdomain }));
    expect(taken).toMatchObject({
      status: 409,
      body: { code: "subdomain_taken", fields: { subdomain: expect.any(String) } },
    });
    const same = order({});
    const answers = await Promise.all([1, 2, 3].map(() => world.api("POST", "/api/v1/servers", same)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409, 409]);
  });
});

test("a double-clicked order is one order, and its answer is the same", async () => {
  const body = order({});
  const key = { "idempotency-key": randomUUID() };
  const first = await world.api("POST", "/api/v1/servers", body, key);
  const again = await world.api("POST", "/api/v1/servers", body, key);
  expect(first.status).toBe(202);
  expect(again.body).toEqual(first.body);
  const other = await world.api("POST", "/api/v1/servers", order({}), key);
  expect(other).toMatchObject({ status: 422, body: { code: "idempotency_mismatch" } });
  const ended = await waitForJob(world, (first.body as ServerAndJob).job.id);
  expect(ended.status).toBe("succeeded");
  expect((await whatIsLeft(world, (first.body as ServerAndJob).server)).servers).toBe(1);
});

describe("a request that is not one", () => {
  const raw = (init: RequestInit) =>
    fetch(`${world.webUrl}/api/v1/servers`, {
      method: "POST",
      ...init,
      headers: {
        authorization: `Bearer ${world.apiToken}`,
        "content-type": "application/json",
        ...init.headers,
      },
    });

  test.each([
    ["malformed JSON", { body: "{nope" }, 400],
    ["JSON nested too deeply", { body: `${"[".repeat(40)}${"]".repeat(40)}` }, 400],
    ["a body over the limit", { body: JSON.stringify({ name: "x".repeat(70_000) }) }, 413],
    [
      "another content type",
      { body: "name=x", headers: { "content-type": "application/x-www-form-urlencoded" } },
      415,
    ],
  ])("%s is refused as a problem with a request id", async (_, init, status) => {
    const response = await raw(init as RequestInit);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ status, requestId: expect.stringMatching(/^req_/) });
  });

  test.each([
    ["no credential", {}],
    ["an unknown token", { authorization: "Bearer nsc_nope" }],
    ["another scheme", { authorization: "Basic eDp5" }],
    [
      "a header that bypassed other frameworks",
      { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
    ],
  ])("%s is told to sign in", async (_, headers) => {
    const response = await fetch(`${world.webUrl}/api/v1/servers`, {
      headers: headers as Record<string, string>,
    });
    expect(response.status).toBe(401);
  });
});

test("what belongs to another team is not found, by any method", async () => {
  const stranger = await secondTeam(world);
  const calls: [string, string, unknown?][] = [
    ["GET", `/api/v1/servers/${server.id}`],
    ["DELETE", `/api/v1/servers/${server.id}`, { confirm: server.name }],
    ["GET", `/api/v1/servers/${server.id}/activity`],
    ["POST", `/api/v1/servers/${server.id}/welcome-mails`],
    ["GET", `/api/v1/jobs/${jobId}`],
    ["GET", `/api/v1/jobs/${jobId}/events`],
    ["POST", `/api/v1/jobs/${jobId}/retry`, {}],
    ["POST", `/api/v1/jobs/${jobId}/cancel`],
    ["GET", `/api/provision/${jobId}`],
  ];
  for (const [method, path, body] of calls) {
    const answer = await world.api(method, path, body, { authorization: `Bearer ${stranger.apiToken}` });
    expect([method, path, answer.status]).toEqual([method, path, 404]);
  }
  const list = await world.api("GET", "/api/v1/servers", undefined, {
    authorization: `Bearer ${stranger.apiToken}`,
  });
  expect(list.body).toEqual({ items: [], nextCursor: null });
});

test("a token without the scope is refused and told which one it lacks", async () => {
  const reader = await secondTeam(world, ["server:read"]);
  const answer = await world.api("POST", "/api/v1/servers", order({}), {
    authorization: `Bearer ${reader.apiToken}`,
  });
  expect(answer).toMatchObject({ status: 403, body: { title: expect.stringContaining("server:create") } });
});

test("the status to poll has the seed's shape, and answers 304 when nothing changed", async () => {
  await waitForJob(world, jobId);
  const first = await world.api("GET", `/api/provision/${jobId}`);
  expect(first.body).toMatchObject({
    jobId,
    serverId: server.id,
    status: "succeeded",
    url: expect.stringMatching(/^https:/),
  });
  expect(Object.keys((first.body as { steps: object[] }).steps[0] ?? {})).toEqual(
    expect.arrayContaining(["key", "title", "status", "startedAt", "finishedAt", "attempt"]),
  );
  const again = await world.api("GET", `/api/provision/${jobId}`, undefined, {
    "if-none-match": first.headers.get("etag") ?? "",
  });
  expect(again.status).toBe(304);
});

test("an event stream resumes after Last-Event-ID: no line twice, none missing", async () => {
  const read = async (lastEventId?: string) => {
    const headers = {
      authorization: `Bearer ${world.apiToken}`,
      ...(lastEventId ? { "last-event-id": lastEventId } : {}),
    };
    const text = await (await fetch(`${world.webUrl}/api/v1/jobs/${jobId}/events`, { headers })).text();
    return { text, ids: [...text.matchAll(/^id: (\d+)$/gm)].map((match) => match[1] ?? "") };
  };
  const all = await read();
  expect(all.text).toContain("event: job");
  expect(all.text.trimEnd().endsWith("event: end\ndata: {}")).toBe(true);
  const middle = all.ids[Math.floor(all.ids.length / 2)];
  const rest = await read(middle);
  expect(rest.ids).toEqual(all.ids.slice(all.ids.indexOf(middle ?? "") + 1));
});

test("a welcome link opens once, however many press at the same time", async () => {
  const { newestLink } = await import("./harness/welcome-link");
  const token = await newestLink(world, "Input");
  const path = `/api/v1/welcome-links/${token}`;
  expect((await world.api("GET", path)).body).toMatchObject({ state: "ready" });
  const answers = await Promise.all([1, 2, 3, 4].map(() => world.api("POST", `${path}/open`)));
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 410, 410, 410]);
  expect((await world.api("GET", path)).body).toMatchObject({ state: "opened" });
});
