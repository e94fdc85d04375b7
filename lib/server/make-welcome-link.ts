import { inSeconds, now } from "@/lib/clock";
import { newToken, open, seal, sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { newId } from "@/lib/ids";

/**
 * The server's one-time link as a token: the one that is still waiting to be opened, or a new one (24 h). A repeated mail
 * step so sends the same link.
 */
export async function makeWelcomeLink(serverId: string): Promise<{ linkId: string; token: string }> {
  const waiting = await db().welcomeLink.findFirst({
    where: { serverId, openedAt: null, expiresAt: { gt: now() }, token: { not: null } },
    orderBy: { createdAt: "desc" },
  });
  if (waiting?.token)
    return { linkId: waiting.id, token: open(waiting.token, `WelcomeLink.token.${waiting.id}`) };
  const id = newId("welcomeLink");
  const token = newToken();
  await db().welcomeLink.create({
    data: {
      id,
      serverId,
      tokenHash: sha256(token),
      token: seal(token, `WelcomeLink.token.${id}`),
      expiresAt: inSeconds(env().WELCOME_LINK_SECONDS),
    },
  });
  return { linkId: id, token };
}
