import { chown, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure } from "@/cli/lib/failure";
import { httpGet } from "@/cli/lib/http-get";
import { type Account, run } from "@/cli/lib/spawn";
import { waitUntil } from "@/cli/lib/wait-until";
import { lastWords } from "@/cli/runtime/process/beside-process";
import type { BesideCluster, BesideObjects, BesideOptions } from "@/cli/runtime/runtime";
import { images } from "@/lib/stack/images";

/** The account of MinIO in its container. */
export const minioAccount = { uid: 1000, gid: 1000 };

const clusterName = (folder: string) => `nself-beside-${path.basename(folder)}`;
const objectsName = (folder: string) => `nself-objects-${path.basename(folder)}`;

export async function removeBesideContainers(folder: string): Promise<void> {
  for (const name of [clusterName(folder), objectsName(folder)])
    await run(["docker", "rm", "--force", name], { timeoutMs: 60_000 });
}

/** The stack's own image of PostgreSQL, without a network, with one folder of the machine mounted under its own path. */
export async function startBesideContainer(account: Account, options: BesideOptions): Promise<BesideCluster> {
  const name = clusterName(options.folder);
  await run(["docker", "rm", "--force", name], { timeoutMs: 60_000 });
  const settings = Object.entries(options.settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const started = await run([
    "docker",
    "run",
    "--detach",
    `--name=${name}`,
    "--network=none",
    `--user=${account.uid}:${account.gid}`,
    `--volume=${options.folder}:${options.folder}`,
    `--volume=${options.sockets}:${options.sockets}`,
    "--entrypoint=postgres",
    images.postgres,
    "-D",
    options.data,
    ...settings,
  ]);
  if (started.exitCode !== 0)
    throw new Failure("docker_failed", `The cluster beside did not start: ${started.stderr.trim()}`);
  const saveLog = async () => {
    const { stdout, stderr } = await run(["docker", "logs", name], { timeoutMs: 20_000 });
    await writeFile(options.logFile, `${stdout}${stderr}`, { mode: 0o600 });
    return `${stdout}${stderr}`;
  };
  let stopped = false;
  return {
    ended: async () => {
      const shown = await run(["docker", "inspect", "--format={{.State.Running}}", name], {
        timeoutMs: 20_000,
      });
      return shown.stdout.trim() === "true" ? null : lastWords(await saveLog());
    },
    stop: async () => {
      if (stopped) return; // its log is kept, and would be written over
      stopped = true;
      await run(["docker", "stop", "--signal=SIGINT", "--time=60", name], { timeoutMs: 90_000 });
      await saveLog();
      await run(["docker", "rm", "--force", name], { timeoutMs: 60_000 });
    },
  };
}

/** MinIO of the stack on a folder of its own, at a port of the machine that only it can reach. */
export async function startMinioContainer(
  password: string,
  options: { folder: string; data: string },
): Promise<BesideObjects> {
  const name = objectsName(options.folder);
  await run(["docker", "rm", "--force", name], { timeoutMs: 60_000 });
  await mkdir(options.data, { recursive: true, mode: 0o700 });
  await chown(options.data, minioAccount.uid, minioAccount.gid);
  const stop = async () => void (await run(["docker", "rm", "--force", name], { timeoutMs: 60_000 }));
  const started = await run(
    [
      "docker",
      "run",
      "--detach",
      `--name=${name}`,
      `--user=${minioAccount.uid}:${minioAccount.gid}`,
      "--publish=127.0.0.1::9000",
      `--volume=${options.data}:/data`,
      "--env=MINIO_ROOT_USER=nself",
      "--env=MINIO_ROOT_PASSWORD",
      images.minio,
      "server",
      "/data",
    ],
    // By the environment, not by the command line, which every account can read.
    { env: { PATH: "/usr/bin:/bin", MINIO_ROOT_PASSWORD: password } },
  );
  const shown = await run(["docker", "port", name, "9000/tcp"], { timeoutMs: 20_000 });
  const port = Number(shown.stdout.trim().split(":").at(-1));
  const address = { host: "127.0.0.1", port };
  const up =
    started.exitCode === 0 &&
    (await waitUntil(
      async () => (await httpGet(address, "/minio/health/live", 2500).catch(() => null))?.status === 200,
      { timeoutMs: 60_000, intervalMs: 200 },
    ));
  if (up) return { address, stop };
  await stop();
  throw new Failure("objects_down", `The object store beside did not start: ${started.stderr.trim()}`);
}
