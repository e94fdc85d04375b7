import { createElement } from "react";
import { type Actor, actorId, actorLabel, requirePermission } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { writeAudit } from "@/lib/audit/write-audit";
import { inSeconds } from "@/lib/clock";
import { newToken, sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { sendMail } from "@/lib/email/send-mail";
import { TeamInvitationMail, teamInvitationSubject } from "@/lib/email/templates/team-invitation";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { paths } from "@/lib/paths";
import { requireMayGiveRole } from "./require-may-give-role";
import { revokeInvitation } from "./revoke-invitation";
import type { InvitationView } from "./team-schemas";

const validDays = 7;

/** Invites an address, for a week. Inviting it again replaces the earlier invitation. Only an owner invites owners. */
export async function inviteMember(
  actor: Actor,
  invitation: { email: string; role: Role },
): Promise<InvitationView> {
  requirePermission(actor, "team:manage");
  const { role } = invitation;
  const email = invitation.email.trim().toLowerCase();
  requireMayGiveRole(actor, role, null);
  const token = newToken();
  const { teamId } = actor;
  const row = await db().$transaction(async (tx) => {
    const member = await tx.membership.findFirst({ where: { teamId, user: { email } } });
    if (member)
      throw new AppError("conflict", {
        public: `${email} is in the team already.`,
        fields: { email: "Is in the team already." },
      });
    await tx.invitation.deleteMany({ where: { teamId, email } });
    const created = await tx.invitation.create({
      data: {
        id: newId("invitation"),
        teamId,
        email,
        role,
        tokenHash: sha256(token),
        invitedById: actorId(actor) ?? teamId,
        expiresAt: inSeconds(validDays * 86_400),
      },
      include: { team: true },
    });
    await writeAudit(tx, actor, {
      action: "member.invited",
      targetType: "invitation",
      targetId: created.id,
      details: { email, role },
    });
    return created;
  });
  await sendMail({
    to: email,
    subject: teamInvitationSubject(row.team.name),
    template: createElement(TeamInvitationMail, {
      teamName: row.team.name,
      inviterName: actorLabel(actor),
      invitedAs: role,
      url: `${env().APP_URL}${paths.invitation(token)}`,
      expiresInDays: validDays,
    }),
    idempotencyKey: `invitation-${row.id}`,
  }).catch(async (error: unknown) => {
    // The request is answered as refused: then no invitation may stand in the list that nobody was told of.
    await revokeInvitation(actor, row.id);
    throw error;
  });
  return {
    id: row.id,
    email,
    role,
    expiresAt: row.expiresAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}
