import type { Actor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { requirePerson } from "@/lib/access/require-person";
import { writeAudit } from "@/lib/audit/write-audit";
import { now } from "@/lib/clock";
import { sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";

export interface InvitationState {
  teamName: string;
  email: string;
  role: Role;
  state: "open" | "accepted" | "expired";
}

/** What an invitation's link is worth; spends nothing. */
export async function readInvitation(token: string): Promise<InvitationState> {
  const row = await db().invitation.findUnique({
    where: { tokenHash: sha256(token) },
    include: { team: true },
  });
  if (!row) throw new AppError("not_found", { public: "This invitation is not known, or was withdrawn." });
  const state = row.acceptedAt ? "accepted" : row.expiresAt <= now() ? "expired" : "open";
  return { teamName: row.team.name, email: row.email, role: row.role, state };
}

/** Joins the team: once, and only with the address that was invited. */
export async function acceptInvitation(actor: Actor, token: string): Promise<{ teamId: string }> {
  const person = requirePerson(actor);
  return await db().$transaction(async (tx) => {
    const row = await tx.invitation.findUnique({ where: { tokenHash: sha256(token) } });
    if (!row) throw new AppError("not_found", { public: "This invitation is not known, or was withdrawn." });
    if (row.email !== person.email) {
      throw new AppError("forbidden", {
        public: `This invitation is for ${row.email}.`,
        hint: `You are signed in as ${person.email}. Sign out, and in again with the invited address.`,
      });
    }
    const spent = await tx.invitation.updateMany({
      where: { id: row.id, acceptedAt: null, expiresAt: { gt: now() } },
      data: { acceptedAt: now() },
    });
    if (spent.count === 0) throw new AppError("link_spent", { hint: "Ask for a new invitation." });
    const { teamId, role } = row;
    await tx.membership.upsert({
      where: { teamId_userId: { teamId, userId: person.userId } },
      create: { id: newId("membership"), teamId, userId: person.userId, role },
      update: {},
    });
    const details = { email: row.email, role };
    await writeAudit(
      tx,
      { ...person, teamId },
      { action: "member.joined", targetType: "team", targetId: teamId, details },
    );
    return { teamId };
  });
}
