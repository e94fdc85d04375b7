import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/team/actor";
import { rolePermissions } from "@/lib/team/permissions";
import type { Me } from "./account-schemas";

/** The person signed in, the team they act for, and what they may do there. */
export async function getMe(actor: Actor): Promise<Me> {
  const { userId, sessionId, teamId, role } = requirePerson(actor);
  const user = await db().user.findUniqueOrThrow({
    where: { id: userId },
    include: { memberships: { include: { team: true }, orderBy: { createdAt: "asc" } } },
  });
  const teams = user.memberships.map((one) => ({ id: one.teamId, name: one.team.name, role: one.role }));
  const team = teams.find((one) => one.id === teamId);
  if (!team) throw new AppError("not_found");
  return {
    user: { id: user.id, name: user.name, email: user.email },
    sessionId,
    team,
    teams,
    permissions: [...rolePermissions[role]],
  };
}

/** What belongs to a person (sessions, accepting invitations) is not for API tokens. */
export function requirePerson(actor: Actor): Actor & { kind: "user" } {
  if (actor.kind === "user") return actor;
  throw new AppError("forbidden", {
    public: "This needs a person who is signed in.",
    hint: "API tokens cannot do this.",
  });
}
