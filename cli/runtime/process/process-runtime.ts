import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Endpoint } from "@/cli/health/probe-service";
import { Failure } from "@/cli/lib/failure";
import { readText } from "@/cli/lib/files";
import { log } from "@/cli/lib/log";
import type { ProcessMachine } from "@/cli/lib/machine-file";
import type { Paths } from "@/cli/lib/paths";
import { socketAddress } from "@/cli/lib/unix-socket";
import { ensureSecrets } from "@/cli/project/secrets";
import { objectsDown, type Runtime } from "@/cli/runtime/runtime";
import { stackServices } from "@/lib/stack/services";
import { startMinioBeside } from "./beside-minio";
import { startBesideProcess, stopProcessesOn } from "./beside-process";
import { ensureCluster } from "./create-cluster";
import { findDaemon, reloadDaemon, startDaemon, stopDaemon } from "./daemon";
import { startMinio } from "./minio-process";
import { findPostgres, startPostgres, stopPostgres } from "./postgres-process";

/**
 * The services of a stack as processes: a real PostgreSQL, a real object store where the machine brings one, and one process for the TLS
 * gateway and the stand-ins behind it.
 */
export function processRuntime(paths: Paths, machine: ProcessMachine): Runtime {
  const reloadGateway = () => reloadDaemon(paths, "gateway");
  const start: Runtime["start"] = async (stack) => {
    const { POSTGRES_PASSWORD, MINIO_ROOT_PASSWORD } = await ensureSecrets(paths);
    const gateway = async () => {
      if (await findDaemon(paths, "gateway")) return await reloadGateway();
      log.info("Starting the gateway");
      await startDaemon(paths, "gateway");
    };
    const postgres = async () => {
      await ensureCluster(paths, machine, POSTGRES_PASSWORD);
      await startPostgres(paths, machine);
    };
    const minio = async () => {
      if (!machine.minioCommand) return;
      if (!stack.services.minio) return await stopDaemon(paths, "minio");
      await startMinio(paths, machine.minioCommand, MINIO_ROOT_PASSWORD);
    };
    await Promise.all([postgres(), gateway(), minio()]);
  };
  /** The gateway's process holds all that is neither PostgreSQL nor a real object store. */
  const stopOne = async (service: string) => {
    if (service === "postgres") return await stopPostgres(paths);
    await stopDaemon(paths, service === "minio" && machine.minioCommand ? "minio" : "gateway");
  };
  const stop = async () => {
    await Promise.all([stopDaemon(paths, "gateway"), stopDaemon(paths, "minio"), stopPostgres(paths)]);
  };
  return {
    kind: "process",
    httpsPort: machine.ports.https,
    isRunning: async () => (await findDaemon(paths, "gateway")) !== null,
    start,
    stop,
    restart: async (stack, service) => {
      await (service === null ? stop() : stopOne(service));
      await start(stack);
    },
    reloadGateway,
    postgresAccount: machine.runAs,
    stopData: async () => {
      await Promise.all([stopDaemon(paths, "minio"), stopPostgres(paths)]);
    },
    startBeside: (options) => startBesideProcess(machine, options),
    stopBeside: ({ data, objects }) => stopProcessesOn([data, objects]),
    objectStore: async (stack) => {
      if (!machine.minioCommand || !stack.services.minio) return null;
      if (!(await findDaemon(paths, "minio"))) throw objectsDown();
      return { socketPath: socketAddress(paths, "minio") };
    },
    startObjectsBeside: async (options) => {
      if (!machine.minioCommand) return null;
      const { MINIO_ROOT_PASSWORD } = await ensureSecrets(paths);
      return await startMinioBeside(machine.minioCommand, MINIO_ROOT_PASSWORD, options);
    },
    endpoints: async (stack) => {
      const endpoints = new Map<string, Endpoint>();
      if (await findPostgres(paths)) {
        const url = (await readText(paths.postgresUrl))?.trim();
        if (url) endpoints.set("postgres", { kind: "postgres", url });
      }
      const [gateway, minio] = await Promise.all([findDaemon(paths, "gateway"), findDaemon(paths, "minio")]);
      for (const service of stackServices(stack)) {
        const host = service.name === "minio" && machine.minioCommand ? minio : gateway;
        if (host && service.name !== "postgres") {
          const address =
            service.name === "nginx"
              ? { host: "127.0.0.1", port: machine.ports.https }
              : { socketPath: socketAddress(paths, service.name) };
          endpoints.set(service.name, { kind: "address", address });
        }
      }
      return endpoints;
    },
    logs: async (service, lines) => {
      const own = ["postgres", "agent", ...(machine.minioCommand ? ["minio"] : [])];
      const name = own.includes(service) ? service : "gateway";
      const text = await readFile(path.join(paths.logs, `${name}.log`), "utf8").catch(() => {
        throw new Failure("no_logs", `${service} has not written anything yet`);
      });
      return text.trimEnd().split("\n").slice(-lines);
    },
  };
}
