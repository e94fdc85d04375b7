import { type Actor, requirePermission } from "@/lib/access/actor";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import type { TeamView } from "./team-schemas";

/** The team with its members and the invitations that are still open. */
export async function getTeam(actor: Actor): Promise<TeamView> {
  requirePermission(actor, "team:read");
  const team = await db().team.findUniqueOrThrow({
    where: { id: actor.teamId },
    include: {
      memberships: { include: { user: true }, orderBy: { createdAt: "asc" } },
      invitations: { where: { acceptedAt: null, expiresAt: { gt: now() } }, orderBy: { createdAt: "asc" } },
    },
  });
  return {
    id: team.id,
    name: team.name,
    members: team.memberships.map(({ id, userId, user, role, createdAt }) => ({
      id,
      userId,
      name: user.name,
      email: user.email,
      role,
      createdAt: createdAt.toISOString(),
    })),
    invitations: team.invitations.map(({ id, email, role, expiresAt, createdAt }) => ({
      id,
      email,
      role,
      expiresAt: expiresAt.toISOString(),
      createdAt: createdAt.toISOString(),
    })),
  };
}
