import { chown, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure } from "@/cli/lib/failure";
import { readText } from "@/cli/lib/files";
import { log } from "@/cli/lib/log";
import type { ProcessMachine } from "@/cli/lib/machine-file";
import type { Paths } from "@/cli/lib/paths";
import { identify, isAlive, type ProcessIdentity, signal } from "@/cli/lib/process-identity";
import { launch } from "@/cli/lib/spawn";
import { waitUntil } from "@/cli/lib/wait-until";

const logFile = (paths: Paths) => path.join(paths.logs, "postgres.log");

/** PostgreSQL's own pid file: the process id first, its state in the eighth line. */
async function readPidFile(paths: Paths): Promise<{ identity: ProcessIdentity; ready: boolean } | null> {
  const lines = ((await readText(path.join(paths.postgresData, "postmaster.pid"))) ?? "").split("\n");
  const pid = Number(lines[0]);
  const identity = Number.isInteger(pid) && pid > 0 ? identify(pid) : null;
  if (!identity) return null;
  // After a reboot the number may belong to anyone.
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  if (!commandLine.includes(paths.postgresData)) return null;
  return { identity, ready: lines[7]?.trim() === "ready" };
}

export async function findPostgres(paths: Paths): Promise<ProcessIdentity | null> {
  return (await readPidFile(paths))?.identity ?? null;
}

/** Its children outlive a postmaster that was killed by a moment, and until then another one is refused. */
const formerStillThere = /shared memory block .* is still in use|lock file .* already exists/;

/** Starts PostgreSQL unless it runs, and answers when it accepts connections. */
export async function startPostgres(paths: Paths, machine: ProcessMachine): Promise<void> {
  let said = "";
  const started = await waitUntil(
    async () => {
      const attempt = await tryToStart(paths, machine);
      if (attempt.ready) return true;
      said = attempt.said;
      if (!formerStillThere.test(said)) throw startFailure(said);
      return false;
    },
    { timeoutMs: 20_000, intervalMs: 100 },
  );
  if (!started) throw startFailure(said);
}

async function tryToStart(
  paths: Paths,
  machine: ProcessMachine,
): Promise<{ ready: true } | { ready: false; said: string }> {
  let launched: ProcessIdentity | null = null;
  const logStart = ((await readText(logFile(paths))) ?? "").length;
  if (!(await findPostgres(paths))) launched = await launchPostgres(paths, machine);
  const outcome = await waitUntil(
    async () => {
      if ((await readPidFile(paths))?.ready) return "ready";
      return launched && !isAlive(launched) ? "ended" : null;
    },
    { timeoutMs: 60_000, intervalMs: 10 },
  );
  if (outcome === "ready") return { ready: true };
  return { ready: false, said: ((await readText(logFile(paths))) ?? "").slice(logStart).trim() };
}

async function launchPostgres(paths: Paths, machine: ProcessMachine): Promise<ProcessIdentity | null> {
  log.info("Starting PostgreSQL");
  await writeFile(logFile(paths), "", { flag: "a", mode: 0o600 });
  if (machine.runAs) await chown(logFile(paths), machine.runAs.uid, machine.runAs.gid);
  const pid = await launch([path.join(machine.postgresBin, "postgres"), "-D", paths.postgresData], {
    outputFile: logFile(paths),
    append: true,
    as: machine.runAs,
    // Nothing of ours concerns it; a locale of the caller that is not installed would stop it.
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
  });
  return identify(pid) ?? { pid, startTicks: "ended" };
}

function startFailure(said: string): Failure {
  const tail = said.split("\n").slice(-3).join(" / ");
  return new Failure("postgres_failed", `PostgreSQL did not start: ${tail}`, { hint: "nself logs postgres" });
}

/** Fast shutdown: open transactions are rolled back, everything is flushed. After 30 s at once, recovery does the rest. */
export async function stopPostgres(paths: Paths): Promise<void> {
  const identity = await findPostgres(paths);
  if (!identity) return;
  signal(identity, "SIGINT");
  const gone = () => !isAlive(identity);
  if (await waitUntil(gone, { timeoutMs: 30_000, intervalMs: 10 })) return;
  signal(identity, "SIGQUIT");
  if (!(await waitUntil(gone, { timeoutMs: 10_000 }))) {
    throw new Failure("postgres_failed", "PostgreSQL does not stop");
  }
}
