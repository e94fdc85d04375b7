import { type Actor, requirePermission } from "@/lib/access/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { type ServerRow, serverRowInclude } from "./server-view";

/** A server of the actor's team; anybody else's is `not_found`. */
export async function loadServer(actor: Actor, serverId: string): Promise<ServerRow> {
  requirePermission(actor, "server:read");
  const server = await db().server.findFirst({
    where: { id: serverId, teamId: actor.teamId },
    include: serverRowInclude,
  });
  if (!server) throw new AppError("not_found", { public: "There is no such server." });
  return server;
}
