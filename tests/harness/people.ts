import type { Actor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";

/** A new team of people, who are made for it: their memberships' ids and what they act as. */
export async function newTeam(members: Record<string, Role>) {
  const teamId = newId("team");
  await db().team.create({ data: { id: teamId, name: "Test" } });
  const people = new Map<string, { membershipId: string; actor: Actor & { kind: "user" } }>();
  for (const [email, role] of Object.entries(members)) {
    const [userId, membershipId] = [newId("user"), newId("membership")];
    await db().user.create({ data: { id: userId, email } });
    await db().membership.create({ data: { id: membershipId, teamId, userId, role } });
    const sessionId = newId("session");
    people.set(email, {
      membershipId,
      actor: { kind: "user", userId, email, sessionId, teamId, role, ip: null },
    });
  }
  return {
    teamId,
    of: (email: string) => {
      const person = people.get(email);
      if (!person) throw new Error(`${email} is not in this team`);
      return person;
    },
    /** What a program of the team acts as that has these scopes. */
    token: (scopes: readonly string[]): Actor => ({
      kind: "token",
      tokenId: newId("apiToken"),
      name: "program",
      teamId,
      scopes,
      ip: null,
    }),
  };
}
