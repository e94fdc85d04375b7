import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Me, SessionView } from "@/lib/account/account-schemas";
import { startBuiltApp } from "./harness/built-app";
import { answerConsent, pressButton, signInByMail, signInWith } from "./harness/sign-in-visitor";
import { Visitor } from "./harness/visitor";
import { startWorld, type World } from "./harness/world";

let world: World;
let app: Awaited<ReturnType<typeof startBuiltApp>>;
let database: pg.Client;
beforeAll(async () => {
  world = await startWorld();
  app = await startBuiltApp(world);
  database = new pg.Client({ connectionString: world.databaseUrl });
  await database.connect();
});
afterEach(() => world.sandbox.clearFaults());
afterAll(async () => {
  await database?.end();
  await app?.stop();
  await world?.close();
});

const newAddress = () => `${randomUUID()}@example.com`;

const meOf = async (visitor: Visitor) => (await (await visitor.send("/api/v1/me")).json()) as Me;
async function sessionsOf(visitor: Visitor): Promise<SessionView[]> {
  return ((await (await visitor.send("/api/v1/sessions")).json()) as { items: SessionView[] }).items;
}

/** The accounts elsewhere of whoever has an address; null when nobody has it. */
async function accountsOf(email: string): Promise<string[] | null> {
  const { rows } = await database.query<{ provider: string | null }>(
    'SELECT "provider" FROM "User" LEFT JOIN "Account" ON "userId" = "User"."id" WHERE "email" = $1',
    [email],
  );
  return rows.length === 0 ? null : rows.flatMap(({ provider }) => provider ?? []);
}

/** Back at the sign-in page, signed in as nobody, with these words. */
async function expectRefusal(
  visitor: Visitor,
  page: { url: URL; text: string },
  words: string,
): Promise<void> {
  expect(page.url.origin + page.url.pathname).toBe(`${world.webUrl}/sign-in`);
  expect(page.text).toContain(words);
  expect((await visitor.send("/api/v1/me")).status).toBe(401);
}

describe.each(["github", "google"] as const)("with %s", (provider) => {
  test("a new person gets a user, a team of their own and a session, and lands where they wanted to go", async () => {
    const email = `ada.lovelace.${provider}@example.com`;
    const { visitor, page } = await signInWith(world, provider, email, { callbackUrl: "/team?from=mail" });
    expect([page.status, page.url.toString()]).toEqual([200, `${world.webUrl}/team?from=mail`]);
    const me = await meOf(visitor);
    expect(me.user).toMatchObject({ email, name: expect.stringContaining("Ada Lovelace") });
    expect(me.team).toMatchObject({ name: `${me.user.name}'s team`, role: "owner" });
    expect(await accountsOf(email)).toEqual([provider]);
  });

  test("the same account is the same user again, in another browser", async () => {
    const email = newAddress();
    const first = await signInWith(world, provider, email);
    const again = await signInWith(world, provider, email);
    expect((await meOf(again.visitor)).user).toEqual((await meOf(first.visitor)).user);
    expect(await accountsOf(email)).toEqual([provider]);
  });

  test("an address that signed in by mailed link is not linked silently, and the page says what to do", async () => {
    const email = newAddress();
    await signInByMail(world, email);
    const { visitor, page } = await signInWith(world, provider, email);
    await expectRefusal(visitor, page, "This address signed in another way before");
    expect(page.text).toContain("with the mailed link");
    expect(await accountsOf(email)).toEqual([]);
  });

  test("an address that is not verified there is refused, and nobody is made of it", async () => {
    const email = newAddress();
    const { visitor, page } = await signInWith(world, provider, email, { unverified: true });
    await expectRefusal(visitor, page, "address is not verified");
    expect(await accountsOf(email)).toBeNull();
  });

  test("who cancels is back at the sign-in page, which says so and still knows where they wanted to go", async () => {
    const { visitor, page } = await signInWith(world, provider, newAddress(), {
      cancel: true,
      callbackUrl: "/team",
    });
    await expectRefusal(visitor, page, "You cancelled at the other service");
    expect(page.url.searchParams.get("callbackUrl")).toBe(`${world.webUrl}/team`);
  });

  test.each([
    ["a wrong state", (back: URL) => back.searchParams.set("state", "wrong")],
    ["no state", (back: URL) => back.searchParams.delete("state")],
    ["another issuer's name", (back: URL) => back.searchParams.set("iss", "https://evil.example")],
  ])("an answer with %s is refused", async (_, change) => {
    const [visitor, email] = [new Visitor(world.webUrl), newAddress()];
    const back = await answerConsent(await pressButton(visitor, provider), email);
    change(back);
    await expectRefusal(visitor, await visitor.open(back), "This sign-in could not be confirmed");
    expect(await accountsOf(email)).toBeNull();
  });

  test("an answer is refused in a browser that did not ask, and a second time", async () => {
    const [visitor, stranger] = [new Visitor(world.webUrl), new Visitor(world.webUrl)];
    const back = await answerConsent(await pressButton(visitor, provider), newAddress());
    await expectRefusal(stranger, await stranger.open(back), "This sign-in could not be confirmed");
    expect((await visitor.open(back)).url.pathname).toBe("/servers");
    const [{ id } = { id: "" }] = await sessionsOf(visitor);
    await visitor.send(`/api/v1/sessions/${id}`, { method: "DELETE" });
    await expectRefusal(visitor, await visitor.open(back), "This sign-in could not be confirmed");
  });

  test.each(["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
    "nobody is sent on to %s",
    async (callbackUrl) => {
      const { page } = await signInWith(world, provider, newAddress(), { callbackUrl });
      expect(page.url.origin).toBe(world.webUrl);
    },
  );

  test("a session made this way is listed, and revoking it ends it at once", async () => {
    const email = newAddress();
    const first = await signInWith(world, provider, email);
    const second = await signInWith(world, provider, email);
    const sessions = await sessionsOf(first.visitor);
    expect(sessions.map(({ current }) => current)).toEqual([true, false]);
    const revoked = await first.visitor.send(`/api/v1/sessions/${sessions[1]?.id}`, { method: "DELETE" });
    expect(revoked.status).toBe(204);
    expect((await second.visitor.send("/api/v1/me")).status).toBe(401);
    expect((await meOf(first.visitor)).user.email).toBe(email);
  });

  test("an account is never linked to whoever is signed in: that session ends, and its own person begins", async () => {
    const [theirs, ours] = [newAddress(), newAddress()];
    const visitor = await signInByMail(world, theirs);
    await signInWith(world, provider, ours, { visitor });
    expect((await meOf(visitor)).user.email).toBe(ours);
    expect(await accountsOf(theirs)).toEqual([]);
    const left = await database.query(
      'SELECT 1 FROM "Session" JOIN "User" ON "User"."id" = "userId" WHERE "email" = $1',
      [theirs],
    );
    expect(left.rowCount).toBe(0);
  });
});

test("an address that came with GitHub is not linked when it comes with Google", async () => {
  const email = newAddress();
  await signInWith(world, "github", email);
  const { visitor, page } = await signInWith(world, "google", email);
  await expectRefusal(visitor, page, "This address signed in another way before");
  expect(await accountsOf(email)).toEqual(["github"]);
});

test.each([
  ["github", "POST /login/oauth/access_token"],
  ["github", "GET /api/v3/user"],
  ["github", "GET /api/v3/user/emails"],
  ["google", "POST /token"],
  ["google", "GET /oauth2/v3/certs"],
] as const)("when %s fails at %s, nobody is signed in and another try works", async (provider, operation) => {
  const email = newAddress();
  await world.sandbox.fault({ provider, operation, effect: { type: "status", status: 503 } });
  const failed = await signInWith(world, provider, email);
  await expectRefusal(failed.visitor, failed.page, "This sign-in could not be confirmed");
  const again = await signInWith(world, provider, email, { visitor: failed.visitor });
  expect((await meOf(again.visitor)).user.email).toBe(email);
});

test("when Google cannot be reached at all, the button leads back with what to do", async () => {
  await world.sandbox.fault({ provider: "google", operation: "GET /.well-known", effect: { type: "reset" } });
  const visitor = new Visitor(world.webUrl);
  const page = await visitor.open(await pressButton(visitor, "google"));
  await expectRefusal(visitor, page, "The other service cannot be reached right now");
});
