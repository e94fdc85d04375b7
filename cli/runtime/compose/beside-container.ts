import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure } from "@/cli/lib/failure";
import { type Account, run } from "@/cli/lib/spawn";
import { lastWords } from "@/cli/runtime/process/beside-process";
import type { BesideCluster, BesideOptions } from "@/cli/runtime/runtime";
import { images } from "@/lib/stack/images";

/** The stack's own image of PostgreSQL, without a network, with one folder of the machine mounted under its own path. */
export async function startBesideContainer(account: Account, options: BesideOptions): Promise<BesideCluster> {
  const name = `nself-beside-${path.basename(options.folder)}`;
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
  return {
    ended: async () => {
      const shown = await run(["docker", "inspect", "--format={{.State.Running}}", name], {
        timeoutMs: 20_000,
      });
      return shown.stdout.trim() === "true" ? null : lastWords(await saveLog());
    },
    stop: async () => {
      await run(["docker", "stop", "--signal=SIGINT", "--time=60", name], { timeoutMs: 90_000 });
      await saveLog();
      await run(["docker", "rm", "--force", name], { timeoutMs: 60_000 });
    },
  };
}
