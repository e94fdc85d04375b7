import { initialisedSchema } from "@/cli/contract/server";
import { type Actor, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { now } from "@/lib/clock";
import { seal } from "@/lib/crypto";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { runNself } from "@/lib/machine/run-nself";
import { initInput } from "./init-input";
import { sendWelcomeMail } from "./send-welcome-mail";
import { serverMay } from "./server-states";

/**
 * Mails a fresh one-time link to the person who asks, or for an API token to whom the server's mails go; earlier links end.
 * When our copy of the secret was shown and erased, the server is asked for it. Throws `forbidden`, `not_found`,
 * `action_not_allowed`, `mail_refused`, and what speaking to the server throws.
 */
export async function resendWelcome(actor: Actor, serverId: string): Promise<{ sentTo: string }> {
  requirePermission(actor, "server:delete");
  const server = await db().server.findFirst({ where: { id: serverId, teamId: actor.teamId } });
  if (!server) throw new AppError("not_found", { public: "There is no such server." });
  if (!serverMay("sendWelcome", server.status)) {
    throw new AppError("action_not_allowed", { public: "The server is not running." });
  }
  if (!server.adminSecret) {
    const { credentials } = await runNself(machineOfServer(server), ["init"], initialisedSchema, {
      stdin: JSON.stringify(initInput(server)),
    });
    const adminSecret = seal(credentials.hasuraAdminSecret, `Server.adminSecret.${serverId}`);
    await db().server.update({ where: { id: serverId }, data: { adminSecret } });
  }
  await db().$transaction(async (tx) => {
    await tx.welcomeLink.updateMany({
      where: { serverId, openedAt: null },
      data: { expiresAt: now(), token: null },
    });
    await writeAudit(tx, actor, {
      action: "credentials.link_sent",
      targetType: "server",
      targetId: serverId,
      serverId,
    });
  });
  const sent = await sendWelcomeMail(serverId, actor.kind === "user" ? actor.email : undefined);
  await db().job.updateMany({ where: { serverId, kind: "provision" }, data: { warning: null } });
  return sent;
}
