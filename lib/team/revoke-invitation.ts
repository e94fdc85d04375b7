import { type Actor, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";

export async function revokeInvitation(actor: Actor, invitationId: string): Promise<void> {
  requirePermission(actor, "team:manage");
  await db().$transaction(async (tx) => {
    const row = await tx.invitation.findFirst({
      where: { id: invitationId, teamId: actor.teamId, acceptedAt: null },
    });
    if (!row) throw new AppError("not_found", { public: "There is no such invitation." });
    await tx.invitation.delete({ where: { id: row.id } });
    await writeAudit(tx, actor, {
      action: "invitation.revoked",
      targetType: "invitation",
      targetId: row.id,
      details: { email: row.email },
    });
  });
}
