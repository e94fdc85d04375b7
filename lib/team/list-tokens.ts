import { type Actor, requirePermission } from "@/lib/access/actor";
import { db } from "@/lib/db";
import type { ApiToken } from "@/prisma/client/client";
import type { TokenView } from "./team-schemas";

/** The team's API tokens that are not revoked. */
export async function listTokens(actor: Actor): Promise<TokenView[]> {
  requirePermission(actor, "token:manage");
  const where = { teamId: actor.teamId, revokedAt: null };
  return (await db().apiToken.findMany({ where, orderBy: { createdAt: "desc" } })).map(tokenView);
}

export function tokenView(row: ApiToken): TokenView {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
