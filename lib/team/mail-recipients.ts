import { db } from "@/lib/db";
import type { Server } from "@/prisma/client/client";

/** Resend takes no more in one mail. */
const most = 50;

/**
 * Who is written to about a server: whoever ordered it, while still a member of its team, or else the team's owners. Asked
 * for each mail: the address of the order is the one of somebody who may be gone.
 */
export async function mailRecipients(server: Pick<Server, "teamId" | "adminEmail">): Promise<string[]> {
  const members = await db().membership.findMany({
    where: { teamId: server.teamId, OR: [{ user: { email: server.adminEmail } }, { role: "owner" }] },
    orderBy: { createdAt: "asc" },
    select: { user: { select: { email: true } } },
  });
  const addresses = members.map(({ user }) => user.email);
  return addresses.includes(server.adminEmail) ? [server.adminEmail] : addresses.slice(0, most);
}
