import { healthReportSchema } from "@/cli/contract/server";
import { type Actor, requirePermission } from "@/lib/access/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { findPlugin } from "@/lib/plugin/catalogue";
import { serverLinks } from "./server-links";
import { serverUrl } from "./server-names";
import type { ServerDetail } from "./server-schemas";
import { serverRowInclude, serverView } from "./server-view";

/** A server of the actor's team with all that its page shows; anybody else's is `not_found`. A deleted one is still told of. */
export async function getServer(actor: Actor, serverId: string): Promise<ServerDetail> {
  requirePermission(actor, "server:read");
  const server = await db().server.findFirst({
    where: { id: serverId, teamId: actor.teamId },
    include: {
      ...serverRowInclude,
      plugins: { orderBy: { name: "asc" } },
      certificates: true,
      welcomeLinks: { orderBy: { createdAt: "desc" }, take: 1 },
    },
  });
  if (!server) throw new AppError("not_found", { public: "There is no such server." });
  const certificate = server.certificates.find((one) => one.domain === server.domain);
  const last = await db().job.findFirst({
    where: { serverId, kind: "renew_certificate" },
    orderBy: { createdAt: "desc" },
    select: { id: true, status: true },
  });
  const renewal = last?.status === "succeeded" ? null : last;
  const health = healthReportSchema.safeParse(server.lastHealth);
  const link = server.welcomeLinks[0];
  return {
    ...serverView(server),
    services: health.success ? health.data.services : [],
    healthCheckedAt: server.lastHealthAt?.toISOString() ?? null,
    certificate: certificate?.installedAt
      ? {
          names: [certificate.domain, `*.${certificate.domain}`],
          notAfter: certificate.notAfter?.toISOString() ?? null,
          installedAt: certificate.installedAt.toISOString(),
          renewsAt: certificate.renewAt?.toISOString() ?? null,
          renewal: renewal ? { id: renewal.id, failed: renewal.status === "failed" } : null,
        }
      : null,
    plugins: server.plugins.map((plugin) => {
      const manifest = findPlugin(plugin.name);
      return {
        name: plugin.name,
        version: plugin.version,
        title: manifest?.title ?? plugin.name,
        url: manifest?.route ? serverUrl(server, manifest.route) : null,
        installedAt: plugin.installedAt?.toISOString() ?? null,
      };
    }),
    links: serverLinks(server),
    welcomeLink: link
      ? {
          sentAt: link.createdAt.toISOString(),
          expiresAt: link.expiresAt.toISOString(),
          openedAt: link.openedAt?.toISOString() ?? null,
        }
      : null,
  };
}
