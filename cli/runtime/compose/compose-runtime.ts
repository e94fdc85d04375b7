import { chown, mkdir } from "node:fs/promises";
import path from "node:path";
import { Failure } from "@/cli/lib/failure";
import { readText } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import { objectsDown, type Runtime } from "@/cli/runtime/runtime";
import { parseEnvFile } from "@/lib/stack/render-env";
import {
  minioAccount,
  removeBesideContainers,
  startBesideContainer,
  startMinioContainer,
} from "./beside-container";
import { compose } from "./compose-command";
import { composeEndpoints } from "./compose-endpoints";
import { containerAddresses } from "./container-addresses";

/** The account of PostgreSQL in its image: it writes the WAL spool. */
const postgresAccount = { uid: 70, gid: 70 };

export function composeRuntime(paths: Paths): Runtime {
  /** A configuration that nginx refuses is never loaded. */
  const testGateway = async () => {
    const test = await compose(paths, ["exec", "-T", "nginx", "nginx", "-t"], { allowFailure: true });
    if (test.exitCode !== 0) {
      throw new Failure(
        "gateway_refused",
        `nginx refuses its configuration: ${test.stderr.trim().slice(-500)}`,
      );
    }
  };
  const isRunning = async () => (await containerAddresses()).has("nginx");
  return {
    kind: "compose",
    httpsPort: 443,
    isRunning,
    start: async () => {
      for (const folder of [paths.walSpool, paths.postgresData]) {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await chown(folder, postgresAccount.uid, postgresAccount.gid);
      }
      await mkdir(paths.objectData, { recursive: true, mode: 0o700 });
      await chown(paths.objectData, minioAccount.uid, minioAccount.gid);
      // nginx looks for a file in it.
      await mkdir(path.dirname(paths.maintenance), { recursive: true, mode: 0o755 });
      await mkdir(paths.run, { recursive: true });
      await compose(paths, ["up", "--detach", "--remove-orphans"], { timeoutMs: 900_000 });
      await compose(paths, ["exec", "-T", "nginx", "nginx", "-t"]);
      await compose(paths, ["exec", "-T", "nginx", "nginx", "-s", "reload"]);
    },
    stop: async () => {
      if ((await readText(paths.composeFile)) === null) return;
      await compose(paths, ["stop", "--timeout", "30"], { timeoutMs: 180_000 });
    },
    restart: async (_, service) => {
      // It would not come back from a restart with it; one that does not run cannot be asked.
      if ((service === null || service === "nginx") && (await isRunning())) await testGateway();
      // PostgreSQL's image is stopped by SIGINT, a fast shutdown.
      await compose(paths, ["restart", "--timeout", "60", ...(service ? [service] : [])], {
        timeoutMs: 300_000,
      });
    },
    postgresAccount,
    stopData: async () => {
      const { stdout } = await compose(paths, ["config", "--services"]);
      const services = stdout.split("\n").filter((name) => name !== "" && name !== "nginx");
      await compose(paths, ["stop", "--timeout", "60", ...services], { timeoutMs: 180_000 });
    },
    startBeside: (options) => startBesideContainer(postgresAccount, options),
    stopBeside: ({ folder }) => removeBesideContainers(folder),
    objectStore: async (stack) => {
      if (!stack.services.minio) return null;
      const host = (await containerAddresses()).get("minio");
      if (host === undefined) throw objectsDown();
      return { host, port: 9000 };
    },
    startObjectsBeside: async (options) => {
      const { MINIO_ROOT_PASSWORD = "" } = parseEnvFile((await readText(paths.secretsFile)) ?? "");
      return await startMinioContainer(MINIO_ROOT_PASSWORD, options);
    },
    reloadGateway: async () => {
      await testGateway();
      await compose(paths, ["exec", "-T", "nginx", "nginx", "-s", "reload"]);
    },
    endpoints: async (stack) => {
      const secrets = parseEnvFile((await readText(paths.secretsFile)) ?? "");
      return composeEndpoints(stack, await containerAddresses(), secrets.POSTGRES_PASSWORD ?? "");
    },
    logs: async (service, lines) => {
      const { stdout } = await compose(paths, [
        "logs",
        "--no-color",
        "--no-log-prefix",
        `--tail=${lines}`,
        service,
      ]);
      return stdout.split("\n").filter((line) => line !== "");
    },
  };
}
