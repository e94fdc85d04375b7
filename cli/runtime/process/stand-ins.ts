import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import http from "node:http";
import { readText } from "@/cli/lib/files";
import { readMachineFile } from "@/cli/lib/machine-file";
import type { Paths } from "@/cli/lib/paths";
import { socketAddress } from "@/cli/lib/unix-socket";
import { type StackService, stackServices } from "@/lib/stack/services";
import type { StackDescription } from "@/lib/stack/stack-description";
import { standInHandler, standInUpgrade } from "./stand-in";

/** RFC 6455, section 1.3. */
const acceptKey = (key: string) =>
  createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");

/** One listener on a unix socket for each service of the stack that the machine has no program for; follows the stack when told. */
export function createStandIns(paths: Paths) {
  const listening = new Map<string, { server: http.Server; shape: string }>();

  const listen = async (service: StackService, serverId: string) => {
    const postgresUrl = async () => (await readText(paths.postgresUrl))?.trim() ?? null;
    const server = http.createServer(standInHandler(service, { serverId, postgresUrl }));
    server.on("upgrade", standInUpgrade(acceptKey));
    const address = socketAddress(paths, service.name);
    await rm(address, { force: true });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(address, resolve);
    });
    listening.set(service.name, { server, shape: JSON.stringify([service, serverId]) });
  };

  const stop = (name: string) => {
    listening.get(name)?.server.close();
    listening.get(name)?.server.closeAllConnections();
    listening.delete(name);
  };

  return {
    follow: async (stack: StackDescription) => {
      const machine = await readMachineFile(paths);
      const real = ["postgres", "nginx"];
      if (machine.runtime === "process" && machine.minioCommand) real.push("minio");
      const wanted = stackServices(stack).filter((entry) => !real.includes(entry.name));
      for (const [name, { shape }] of [...listening]) {
        const service = wanted.find((entry) => entry.name === name);
        if (!service || JSON.stringify([service, stack.serverId]) !== shape) stop(name);
      }
      for (const service of wanted) if (!listening.has(service.name)) await listen(service, stack.serverId);
    },
    close: () => {
      for (const name of [...listening.keys()]) stop(name);
    },
  };
}
