import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { now } from "@/lib/clock";
import { db, isUniqueViolation } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { endVisit } from "./end-visit";
import type { startVisitSchema, VisitView } from "./operator-schemas";
import { requireOperator } from "./require-operator";

/** Long enough for a restore with its questions, short enough not to be forgotten. */
const visitMs = 4 * 3_600_000;

/** Lets an operator into a customer's team, with a reason that the team reads. A session is on one visit at a time. */
export async function startVisit(actor: Actor, order: z.output<typeof startVisitSchema>): Promise<VisitView> {
  const { userId, sessionId, email, ip } = requireOperator(actor);
  const { teamId, serverId, reason } = order;
  const team = await db().team.findUnique({
    where: { id: teamId },
    include: { memberships: { where: { userId } }, servers: { where: { id: serverId ?? "" } } },
  });
  if (!team || (serverId && team.servers.length === 0)) throw new AppError("not_found");
  if (team.memberships.length > 0) {
    throw new AppError("action_not_allowed", {
      public: "You belong to this team.",
      hint: "Choose it in the switcher.",
    });
  }
  const former = await db().operatorVisit.findFirst({ where: { sessionId, endedAt: null } });
  if (former) await endVisit(actor, former.id);
  const startedAt = now();
  const visit = {
    id: newId("visit"),
    sessionId,
    userId,
    teamId,
    reason,
    startedAt,
    expiresAt: new Date(startedAt.getTime() + visitMs),
  };
  const visitor = {
    kind: "operator",
    userId,
    email,
    sessionId,
    teamId,
    visitId: visit.id,
    reason,
    ip,
  } as const;
  try {
    await db().$transaction(async (tx) => {
      await tx.operatorVisit.create({ data: visit });
      await writeAudit(tx, visitor, {
        action: "operator.visit_started",
        targetType: serverId ? "server" : "team",
        targetId: serverId ?? teamId,
        serverId,
        details: { until: visit.expiresAt.toISOString() },
      });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", { public: "Another visit began in this moment.", hint: "Look again." });
  }
  return {
    id: visit.id,
    teamId,
    reason,
    startedAt: startedAt.toISOString(),
    expiresAt: visit.expiresAt.toISOString(),
  };
}
