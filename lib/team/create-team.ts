import type { Actor } from "@/lib/access/actor";
import { requirePerson } from "@/lib/access/require-person";
import { writeAudit } from "@/lib/audit/write-audit";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";

/** A further team, owned by who makes it. */
export async function createTeam(actor: Actor, name: string): Promise<{ id: string; name: string }> {
  const person = requirePerson(actor);
  const id = newId("team");
  await db().$transaction(async (tx) => {
    const owner = { id: newId("membership"), userId: person.userId, role: "owner" as const };
    await tx.team.create({ data: { id, name, memberships: { create: owner } } });
    await writeAudit(
      tx,
      { ...person, teamId: id },
      { action: "team.created", targetType: "team", targetId: id, details: { name } },
    );
  });
  return { id, name };
}
