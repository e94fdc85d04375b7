import { mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { messageOf } from "@/cli/lib/failure";
import { readText } from "@/cli/lib/files";
import { httpGet } from "@/cli/lib/http-get";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { identify, isAlive, type ProcessIdentity } from "@/cli/lib/process-identity";
import { launch } from "@/cli/lib/spawn";
import { socketAddress } from "@/cli/lib/unix-socket";
import { waitUntil } from "@/cli/lib/wait-until";
import { daemonLog, findDaemon, noteDaemon } from "./daemon";

const name = "minio";
const dataFolder = (paths: Paths) => path.join(paths.state, "minio");

/**
 * Starts the machine's object store unless it runs, and answers when it serves. A store that does not start is logged and left
 * to the health report: MinIO is optional, the stack runs without it.
 */
export async function startMinio(
  paths: Paths,
  command: readonly [string, ...string[]],
  password: string,
): Promise<void> {
  try {
    const found = (await findDaemon(paths, name)) ?? (await findUnnoted(paths));
    const identity = found ?? (await launchMinio(paths, command, password));
    const outcome = await waitUntil(
      async () => {
        if (await answers(paths)) return "ready";
        return isAlive(identity) ? null : "ended";
      },
      { timeoutMs: 15_000, intervalMs: 20 },
    );
    if (outcome === "ready") return;
    const said = ((await readText(daemonLog(paths, name))) ?? "").trim().split("\n").slice(-3).join(" / ");
    log.error("MinIO did not start", { said });
  } catch (error) {
    log.error("MinIO did not start", { reason: messageOf(error) });
  }
}

async function launchMinio(
  paths: Paths,
  command: readonly [string, ...string[]],
  password: string,
): Promise<ProcessIdentity> {
  log.info("Starting MinIO");
  const data = dataFolder(paths);
  await mkdir(data, { recursive: true, mode: 0o700 });
  for (const folder of [paths.run, paths.logs]) await mkdir(folder, { recursive: true });
  const [program, ...args] = command;
  const address = socketAddress(paths, name);
  const pid = await launch([program, ...args, "server", "--address", address, data], {
    outputFile: daemonLog(paths, name),
    append: true,
    // An address that is too long is given from here.
    cwd: paths.run,
    // Nothing of ours concerns it but these, the same as its container has.
    env: {
      PATH: "/usr/bin:/bin",
      TZ: "UTC",
      MINIO_ROOT_USER: "nself",
      MINIO_ROOT_PASSWORD: password,
    },
  });
  const identity = identify(pid) ?? { pid, startTicks: "ended" };
  await noteDaemon(paths, name, identity);
  return identity;
}

/** One whose starter was killed before it could note it: it serves, and would keep its successor from doing so. */
async function findUnnoted(paths: Paths): Promise<ProcessIdentity | null> {
  if (!(await answers(paths))) return null;
  for (const entry of (await readdir("/proc")).filter((one) => /^\d+$/.test(one))) {
    const commandLine = await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "");
    const identity = commandLine.endsWith(`\0${dataFolder(paths)}\0`) ? identify(Number(entry)) : null;
    if (!identity) continue;
    await noteDaemon(paths, name, identity);
    return identity;
  }
  return null;
}

async function answers(paths: Paths): Promise<boolean> {
  const address = { socketPath: socketAddress(paths, name) };
  const answer = await httpGet(address, "/minio/health/live", 2500).catch(() => null);
  return answer?.status === 200;
}
