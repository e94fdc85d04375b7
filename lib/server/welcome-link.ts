import { writeAudit } from "@/lib/audit/write-audit";
import { now } from "@/lib/clock";
import { open, sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { paths } from "@/lib/paths";
import type { Server } from "@/prisma/client/client";
import { serverLinks } from "./server-links";
import { serverUrl } from "./server-names";
import type { WelcomeCredentials } from "./server-schemas";

export interface WelcomeLinkState {
  serverName: string;
  state: "ready" | "opened" | "expired";
  expiresAt: string;
}

/** What a welcome link is worth, without spending it: mail scanners may look as often as they like. */
export async function readWelcomeLink(token: string): Promise<WelcomeLinkState> {
  const link = await db().welcomeLink.findUnique({
    where: { tokenHash: sha256(token) },
    include: { server: true },
  });
  if (!link || link.server.deletedAt) throw new AppError("not_found", { public: "This link is not known." });
  const state = link.openedAt ? "opened" : link.expiresAt <= now() ? "expired" : "ready";
  return { serverName: link.server.name, state, expiresAt: link.expiresAt.toISOString() };
}

/** Spends a welcome link: the credentials, once. Two who press at the same time: one of them gets `link_spent`. */
export async function openWelcomeLink(token: string): Promise<WelcomeCredentials> {
  return await db().$transaction(async (tx) => {
    const tokenHash = sha256(token);
    const spent = await tx.welcomeLink.updateMany({
      where: { tokenHash, openedAt: null, expiresAt: { gt: now() }, server: { deletedAt: null } },
      data: { openedAt: now(), token: null },
    });
    if (spent.count === 0) {
      throw new AppError("link_spent", { hint: "Sign in and send a new one from the server's page." });
    }
    const { server } = await tx.welcomeLink.findUniqueOrThrow({
      where: { tokenHash },
      include: { server: { include: { plugins: true } } },
    });
    const hasuraAdminSecret = readAdminSecret(server);
    await tx.server.update({ where: { id: server.id }, data: { adminSecret: null } });
    await writeAudit(
      tx,
      { kind: "system", teamId: server.teamId },
      { action: "credentials.revealed", targetType: "server", targetId: server.id, serverId: server.id },
    );
    return {
      serverName: server.name,
      serverUrl: serverUrl(server),
      dashboardUrl: `${env().APP_URL}${paths.server(server.id)}`,
      hasuraAdminSecret,
      addresses: serverLinks(server),
    };
  });
}

function readAdminSecret(server: Server): string {
  if (!server.adminSecret) {
    throw new AppError("link_spent", {
      public: "The credentials have been shown already.",
      hint: "Sign in and send a new link from the server's page.",
    });
  }
  return open(server.adminSecret, `Server.adminSecret.${server.id}`);
}
