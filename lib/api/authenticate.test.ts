import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import { acceptInvitation } from "@/lib/team/accept-invitation";
import { changeMember } from "@/lib/team/change-member";
import { newTeam } from "@/tests/harness/people";
import { createTestDatabase } from "@/tests/harness/postgres";
import { authenticateSession, sessionCookieName, teamCookie, teamHeader } from "./authenticate";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  await db().$disconnect();
  await database.drop();
});

/** Somebody whose only team has removed them: how they ask, with a cookie that still names it. */
async function removedPerson(name: string) {
  const email = `${name}@example.com`;
  const team = await newTeam({ [`owner-of-${email}`]: "owner", [email]: "admin" });
  const { actor, membershipId } = team.of(email);
  await db().session.create({
    data: {
      id: newId("session"),
      sessionToken: sha256(email),
      userId: actor.userId,
      expires: new Date(Date.now() + 60_000),
    },
  });
  await changeMember(team.of(`owner-of-${email}`).actor, membershipId, null);
  const cookie = `${sessionCookieName()}=${email}; ${teamCookie}=${team.teamId}`;
  const ask = (headers: Record<string, string> = {}) =>
    authenticateSession(new Headers({ cookie, ...headers }), null);
  return { ask, email, teamId: team.teamId, userId: actor.userId };
}

test("who was removed from their last team has a team of their own again, one however many requests ask at once", async () => {
  const { ask, userId, teamId } = await removedPerson("removed");
  const actors = await Promise.all([1, 2, 3, 4, 5, 6].map(() => ask()));
  const memberships = await db().membership.findMany({ where: { userId }, include: { team: true } });
  expect(memberships).toMatchObject([{ role: "owner", team: { name: "removed's team" } }]);
  const own = memberships[0]?.teamId;
  expect(own).not.toBe(teamId);
  for (const actor of actors) expect(actor).toMatchObject({ kind: "user", teamId: own, role: "owner" });
});

test("the team that removed them stays not found, and an invitation back is accepted", async () => {
  const { ask, email, teamId } = await removedPerson("invited");
  await expect(ask({ [teamHeader]: teamId })).rejects.toMatchObject({ code: "not_found" });
  await db().invitation.create({
    data: {
      id: newId("invitation"),
      teamId,
      email,
      role: "viewer",
      tokenHash: sha256("invitation"),
      invitedById: teamId,
      expiresAt: new Date(Date.now() + 60_000),
    },
  });
  const actor = await ask();
  if (!actor) throw new Error("the session does not hold");
  expect(await acceptInvitation(actor, "invitation")).toEqual({ teamId });
  expect(await ask({ [teamHeader]: teamId })).toMatchObject({ teamId, role: "viewer" });
});
