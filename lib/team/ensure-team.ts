import { db } from "@/lib/db";
import type { Membership } from "@/prisma/client/client";
import { createPersonalTeam } from "./create-personal-team";

/**
 * The memberships of a person who may have been removed from their last team; then they get one of their own again, since
 * nothing can be asked for without a team, not even joining one. Locked, so that two requests at once make one team.
 */
export async function ensureTeam(userId: string): Promise<Membership[]> {
  return await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const memberships = () => tx.membership.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });
    const before = await memberships();
    if (before.length > 0) return before;
    await createPersonalTeam(tx, user);
    return await memberships();
  });
}
