import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";

/** Whose address a server is ordered under: the person who orders, or for an API token its maker, or else the team's first owner. */
export async function serverAdminEmail(actor: Actor): Promise<string> {
  if (actor.kind === "user") return actor.email;
  if (actor.kind === "token") {
    const token = await db().apiToken.findUniqueOrThrow({ where: { id: actor.tokenId } });
    const maker = await db().membership.findFirst({
      where: { teamId: actor.teamId, userId: token.createdById },
      include: { user: true },
    });
    if (maker) return maker.user.email;
  }
  const owner = await db().membership.findFirst({
    where: { teamId: actor.teamId, role: "owner" },
    orderBy: { createdAt: "asc" },
    include: { user: true },
  });
  if (!owner) throw new AppError("internal", { internal: `team ${actor.teamId} has no owner` });
  return owner.user.email;
}
