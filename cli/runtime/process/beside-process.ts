import { chown, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure } from "@/cli/lib/failure";
import { readText } from "@/cli/lib/files";
import type { ProcessMachine } from "@/cli/lib/machine-file";
import { identify, isAlive, signal } from "@/cli/lib/process-identity";
import { launch } from "@/cli/lib/spawn";
import { waitUntil } from "@/cli/lib/wait-until";
import type { BesideCluster, BesideOptions } from "@/cli/runtime/runtime";

export async function startBesideProcess(
  machine: ProcessMachine,
  options: BesideOptions,
): Promise<BesideCluster> {
  await writeFile(options.logFile, "", { mode: 0o600 });
  if (machine.runAs) await chown(options.logFile, machine.runAs.uid, machine.runAs.gid);
  const settings = Object.entries(options.settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const pid = await launch([path.join(machine.postgresBin, "postgres"), "-D", options.data, ...settings], {
    outputFile: options.logFile,
    append: true,
    as: machine.runAs,
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
  });
  const identity = identify(pid);
  const alive = () => identity !== null && isAlive(identity);
  return {
    ended: async () => (alive() ? null : lastWords((await readText(options.logFile)) ?? "")),
    stop: async () => {
      if (!identity) return;
      signal(identity, "SIGINT");
      if (await waitUntil(() => !alive(), { timeoutMs: 60_000, intervalMs: 20 })) return;
      signal(identity, "SIGQUIT");
      if (!(await waitUntil(() => !alive(), { timeoutMs: 10_000 }))) {
        throw new Failure("postgres_failed", "The restored cluster does not stop");
      }
    },
  };
}

/** Programs that were given one of these folders as an argument; nobody else's have it. */
export async function stopProcessesOn(folders: string[]): Promise<void> {
  for (const entry of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const argv = (await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "")).split("\0");
    const identity = folders.some((folder) => argv.includes(folder)) ? identify(Number(entry)) : null;
    if (!identity) continue;
    // What it has is thrown away, so there is nothing to flush.
    signal(identity, "SIGQUIT");
    if (await waitUntil(() => !isAlive(identity), { timeoutMs: 5000 })) continue;
    signal(identity, "SIGKILL");
    await waitUntil(() => !isAlive(identity), { timeoutMs: 5000 });
  }
}

/** Errors first: what follows a FATAL is only the shutdown. */
export function lastWords(said: string): string {
  const lines = said.trim().split("\n");
  const fatal = lines.filter((line) => /FATAL|PANIC/.test(line)).slice(-2);
  return (fatal.length > 0 ? fatal : lines.slice(-3)).join(" / ");
}
