import type { Actor } from "@/lib/access/actor";
import { operatorPermissions, rolePermissions } from "@/lib/access/permissions";
import { personOf } from "@/lib/access/require-person";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { isOperator } from "@/lib/operator/require-operator";
import type { Me } from "./account-schemas";

/** The person signed in, the team they act for, and what they may do there. */
export async function getMe(actor: Actor): Promise<Me> {
  const { userId, sessionId, teamId } = personOf(actor);
  const user = await db().user.findUniqueOrThrow({
    where: { id: userId },
    include: { memberships: { include: { team: true }, orderBy: { createdAt: "asc" } } },
  });
  const teams = user.memberships.map((one) => ({ id: one.teamId, name: one.team.name, role: one.role }));
  const me = {
    user: { id: user.id, name: user.name, email: user.email },
    sessionId,
    teams,
    operator: isOperator(user.email),
  };
  if (actor.kind === "operator") {
    const visit = await db().operatorVisit.findUniqueOrThrow({ where: { id: actor.visitId } });
    const team = await db().team.findUniqueOrThrow({ where: { id: teamId } });
    return {
      ...me,
      team: { id: team.id, name: team.name, role: "operator" },
      permissions: [...operatorPermissions],
      visit: {
        id: visit.id,
        teamId,
        reason: visit.reason,
        startedAt: visit.startedAt.toISOString(),
        expiresAt: visit.expiresAt.toISOString(),
      },
    };
  }
  const team = teams.find((one) => one.id === teamId);
  if (!team) throw new AppError("not_found");
  return { ...me, team, permissions: [...rolePermissions[team.role]], visit: null };
}
