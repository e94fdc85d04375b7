import type { Actor } from "@/lib/access/actor";
import { operatorPermissions, rolePermissions } from "@/lib/access/permissions";
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

/** What belongs to a person (sessions) is not for API tokens; it is theirs on a visit, too. */
export function personOf(actor: Actor): Actor & { kind: "user" | "operator" } {
  return actor.kind === "operator" ? actor : requirePerson(actor);
}

/** Who joins or makes a team does so as themselves. */
export function requirePerson(actor: Actor): Actor & { kind: "user" } {
  if (actor.kind === "user") return actor;
  throw actor.kind === "operator"
    ? new AppError("forbidden", {
        public: "This is not for operators on a visit.",
        hint: "End the visit first.",
      })
    : new AppError("forbidden", {
        public: "This needs a person who is signed in.",
        hint: "API tokens cannot do this.",
      });
}
