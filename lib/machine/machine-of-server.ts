import { open } from "@/lib/crypto";
import { AppError } from "@/lib/errors";
import type { Server } from "@/prisma/client/client";
import type { MachineTarget } from "./machine-target";

/** Where and as whom we reach a server; only an enrolled one can be spoken to, since its host key is pinned then. */
export function machineOfServer(server: Server): MachineTarget {
  if (!server.ipv4 || !server.hostKey || !server.sshPrivateKey) {
    throw new AppError("machine_unreachable", { public: "The server has not enrolled yet." });
  }
  return {
    host: server.ipv4,
    port: server.sshPort,
    hostKey: server.hostKey,
    privateKey: open(server.sshPrivateKey, `Server.sshPrivateKey.${server.id}`),
  };
}
