import { maintenanceSchema } from "@/cli/contract/backup";
import { toAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { runNself } from "@/lib/machine/run-nself";
import type { Server } from "@/prisma/client/client";

/** Turns maintenance off after work that stopped; a server that cannot be reached says so. `data` is what it serves then. */
export async function letInAgain(server: Server, data: string): Promise<string[]> {
  try {
    await runNself(machineOfServer(server), ["maintenance", "off"], maintenanceSchema);
    return [`The server serves ${data}; visitors are let in again`];
  } catch (error) {
    log.warn({ serverId: server.id, err: error }, "maintenance could not be turned off");
    return [
      `Maintenance could not be turned off: ${toAppError(error).publicMessage}. Retry does it at its end.`,
    ];
  }
}
