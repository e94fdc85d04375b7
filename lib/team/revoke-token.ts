import { type Actor, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";

/** A revoked token is refused from its next request on. */
export async function revokeToken(actor: Actor, tokenId: string): Promise<void> {
  requirePermission(actor, "token:manage");
  await db().$transaction(async (tx) => {
    const where = { id: tokenId, teamId: actor.teamId, revokedAt: null };
    const { count } = await tx.apiToken.updateMany({ where, data: { revokedAt: now() } });
    if (count === 0) throw new AppError("not_found", { public: "There is no such token." });
    await writeAudit(tx, actor, { action: "token.revoked", targetType: "token", targetId: tokenId });
  });
}
