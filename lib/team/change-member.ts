import { type Actor, requirePermission } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { writeAudit } from "@/lib/audit/write-audit";
import { db, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { requireMayGiveRole, requireMayUnmakeOwner } from "./require-may-give-role";

/**
 * Gives a member another role, or with null removes them. Only an owner makes or unmakes owners, an API token gives nobody
 * more than it has, and the last owner stays. A person may always leave by themselves. Throws `forbidden`, `not_found`,
 * or `action_not_allowed` for the last owner.
 */
export async function changeMember(actor: Actor, membershipId: string, role: Role | null): Promise<void> {
  await db().$transaction(async (tx) => {
    const member = await lockMember(tx, actor.teamId, membershipId);
    const leaves = role === null && actor.kind === "user" && actor.userId === member.userId;
    if (!leaves) requirePermission(actor, "team:manage");
    if (member.role === "owner" && !leaves) requireMayUnmakeOwner(actor);
    if (role !== null) requireMayGiveRole(actor, role, member.role);
    if (member.role === "owner" && role !== "owner") await keepAnOwner(tx, actor.teamId);
    if (role === null) await tx.membership.delete({ where: { id: membershipId } });
    else await tx.membership.update({ where: { id: membershipId }, data: { role } });
    await writeAudit(tx, actor, {
      action: role === null ? "member.removed" : "member.role_changed",
      targetType: "member",
      targetId: membershipId,
      details: { email: member.user.email, from: member.role, to: role },
    });
  });
}

/** The team's row is locked, so that two owners cannot both leave at once. */
async function lockMember(tx: Tx, teamId: string, membershipId: string) {
  await tx.$queryRaw`SELECT 1 FROM "Team" WHERE "id" = ${teamId} FOR UPDATE`;
  const member = await tx.membership.findFirst({
    where: { id: membershipId, teamId },
    include: { user: true },
  });
  if (!member) throw new AppError("not_found", { public: "There is no such member." });
  return member;
}

async function keepAnOwner(tx: Tx, teamId: string): Promise<void> {
  const owners = await tx.membership.count({ where: { teamId, role: "owner" } });
  if (owners <= 1) {
    throw new AppError("action_not_allowed", {
      public: "A team needs an owner.",
      hint: "Make somebody else an owner first.",
    });
  }
}
