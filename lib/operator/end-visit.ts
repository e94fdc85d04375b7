import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";

/** Ends a visit of the present session; from then on the team is closed to it. Ending it twice is harmless. */
export async function endVisit(actor: Actor, visitId: string): Promise<void> {
  // Whoever began it may end it, also when they are no operator any more.
  const person = actor.kind === "user" || actor.kind === "operator" ? actor : null;
  const visit = await db().operatorVisit.findFirst({
    where: { id: visitId, sessionId: person?.sessionId ?? "" },
  });
  if (!person || !visit) throw new AppError("not_found");
  const { sessionId, userId, teamId, reason } = visit;
  const { email, ip } = person;
  await db().$transaction(async (tx) => {
    const ended = await tx.operatorVisit.updateMany({
      where: { id: visitId, endedAt: null },
      data: { endedAt: now() },
    });
    if (ended.count === 0) return;
    await writeAudit(
      tx,
      { kind: "operator", userId, email, sessionId, teamId, visitId, reason, ip },
      { action: "operator.visit_ended", targetType: "team", targetId: teamId },
    );
  });
}
