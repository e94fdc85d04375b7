import type { z } from "zod";
import { type Actor, actorId, may, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { inSeconds } from "@/lib/clock";
import { newToken, sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { tokenView } from "./list-tokens";
import type { CreatedToken, createTokenSchema } from "./team-schemas";

/** Makes an API token: its text is in this answer and nowhere else. Nobody can give a token more than they may do themselves. */
export async function createToken(
  actor: Actor,
  request: z.output<typeof createTokenSchema>,
): Promise<CreatedToken> {
  requirePermission(actor, "token:manage");
  const beyond = request.scopes.filter((scope) => !may(actor, scope));
  if (beyond.length > 0) {
    throw new AppError("forbidden", {
      public: `You cannot give a token what you may not do: ${beyond.join(", ")}.`,
    });
  }
  const token = newToken("nsc_");
  const row = await db().$transaction(async (tx) => {
    const created = await tx.apiToken.create({
      data: {
        id: newId("apiToken"),
        teamId: actor.teamId,
        name: request.name,
        tokenHash: sha256(token),
        hint: token.slice(-4),
        scopes: request.scopes,
        createdById: actorId(actor) ?? actor.teamId,
        expiresAt: request.expiresInDays ? inSeconds(request.expiresInDays * 86_400) : null,
      },
    });
    const details = { name: request.name, scopes: request.scopes };
    await writeAudit(tx, actor, {
      action: "token.created",
      targetType: "token",
      targetId: created.id,
      details,
    });
    return created;
  });
  return { ...tokenView(row), token };
}
