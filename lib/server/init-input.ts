import type { InitInput } from "@/cli/contract/server";
import type { Server } from "@/prisma/client/client";

/** What `nself init` is told: the default stack of a cloud server. */
export function initInput(server: Server): InitInput {
  return {
    serverId: server.id,
    name: server.name,
    domain: server.domain,
    adminEmail: server.adminEmail,
    services: { minio: true, redis: true, functions: false, mail: false, search: false, monitoring: false },
  };
}
