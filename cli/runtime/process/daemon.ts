import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { Failure } from "@/cli/lib/failure";
import { readJson, readText, writeJson } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import {
  identify,
  isAlive,
  type ProcessIdentity,
  processIdentitySchema,
  signal,
} from "@/cli/lib/process-identity";
import { launch } from "@/cli/lib/spawn";
import { waitUntil } from "@/cli/lib/wait-until";
import { nselfArgv } from "@/cli/task/launch-unit";

const pidFile = (paths: Paths, name: string) => path.join(paths.run, `${name}.json`);
export const daemonLog = (paths: Paths, name: string) => path.join(paths.logs, `${name}.log`);

/** A daemon of ours that said it is ready, or a program that was noted, and still lives. */
export async function findDaemon(paths: Paths, name: string): Promise<ProcessIdentity | null> {
  const identity = await readJson(pidFile(paths, name), processIdentitySchema).catch(() => null);
  return identity && isAlive(identity) ? identity : null;
}

/** Said by a daemon itself once it serves, and again each time that it has read its configuration anew. */
export async function announceDaemon(paths: Paths, name: string): Promise<void> {
  await writeJson(pidFile(paths, name), { ...identify(process.pid), announcement: randomUUID() });
}

/** Said by us of a program that is not ours and announces nothing, as soon as it is started. */
export async function noteDaemon(paths: Paths, name: string, identity: ProcessIdentity): Promise<void> {
  await writeJson(pidFile(paths, name), identity);
}

/** Has a daemon read its configuration anew and answers when it has; nothing happens when it does not run. */
export async function reloadDaemon(paths: Paths, name: string): Promise<void> {
  const identity = await findDaemon(paths, name);
  if (!identity) return;
  const before = await readText(pidFile(paths, name));
  signal(identity, "SIGHUP");
  const announced = await waitUntil(async () => (await readText(pidFile(paths, name))) !== before, {
    timeoutMs: 10_000,
    intervalMs: 5,
  });
  if (!announced) throw new Failure("daemon_failed", `nself ${name} did not take the new configuration`);
}

/** Starts `nself <name>` in a session of its own unless it runs, and answers when it serves. */
export async function startDaemon(paths: Paths, name: string, options: string[] = []): Promise<void> {
  if (await findDaemon(paths, name)) return;
  for (const folder of [paths.run, paths.logs]) await mkdir(folder, { recursive: true });
  await rm(pidFile(paths, name), { force: true });
  const logFile = daemonLog(paths, name);
  const launched = identify(
    await launch(nselfArgv([name, ...options]), { outputFile: logFile, append: true }),
  );
  const ready = await waitUntil(
    async () => (await findDaemon(paths, name)) ?? (launched && isAlive(launched) ? null : "ended"),
    { timeoutMs: 30_000, intervalMs: 10 },
  );
  if (ready !== null && ready !== "ended") return;
  const tail = ((await readText(logFile)) ?? "").trim().split("\n").slice(-3).join(" / ");
  throw new Failure("daemon_failed", `nself ${name} did not start: ${tail}`);
}

export async function stopDaemon(paths: Paths, name: string): Promise<void> {
  const identity = await findDaemon(paths, name);
  if (!identity) return;
  signal(identity, "SIGTERM");
  if (!(await waitUntil(() => !isAlive(identity), { timeoutMs: 5000, intervalMs: 10 }))) {
    signal(identity, "SIGKILL");
    await waitUntil(() => !isAlive(identity), { timeoutMs: 5000, intervalMs: 10 });
  }
  await rm(pidFile(paths, name), { force: true });
}
