import type { Tx } from "@/lib/db";
import { newId } from "@/lib/ids";

/** The own team of a person who has none, with them as its owner. */
export async function createPersonalTeam(
  tx: Tx,
  user: { id: string; name: string | null; email: string },
): Promise<string> {
  const name = user.name?.trim() || user.email.split("@")[0] || "My team";
  const teamId = newId("team");
  await tx.team.create({
    data: {
      id: teamId,
      name: `${name}'s team`,
      memberships: { create: { id: newId("membership"), userId: user.id, role: "owner" } },
    },
  });
  return teamId;
}
