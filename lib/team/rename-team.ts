import { type Actor, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { db } from "@/lib/db";

export async function renameTeam(actor: Actor, name: string): Promise<void> {
  requirePermission(actor, "team:manage");
  await db().$transaction(async (tx) => {
    await tx.team.update({ where: { id: actor.teamId }, data: { name } });
    await writeAudit(tx, actor, {
      action: "team.renamed",
      targetType: "team",
      targetId: actor.teamId,
      details: { name },
    });
  });
}
