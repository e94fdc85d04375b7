import { existsSync } from "node:fs";
import { Failure } from "@/cli/lib/failure";
import { launch, run } from "@/cli/lib/spawn";
import type { TaskFiles } from "./task-folder";

/** This very program with other arguments. */
export function nselfArgv(args: string[]): [string, ...string[]] {
  return [process.execPath, ...process.execArgv, process.argv[1] ?? "", ...args];
}

/** systemd is the machine's own: a root that is a folder has none. */
const underSystemd = () => existsSync("/run/systemd/system");

/**
 * Runs nself detached from the connection: as a transient systemd unit where there is systemd and the machine is real, else in a session
 * of its own. Answers the process id.
 */
export async function launchUnit(files: TaskFiles, args: string[]): Promise<number> {
  const argv = nselfArgv(args);
  if (!files.folder.startsWith("/var/lib/nself/") || !underSystemd()) {
    return await launch(argv, {
      inputFile: files.input,
      outputFile: files.output,
      errorFile: files.log,
      extraEnv: { NSELF_TASK_FOLDER: files.folder },
    });
  }
  const started = await run([
    "systemd-run",
    "--quiet",
    "--collect",
    `--unit=${files.unit}`,
    "--service-type=exec",
    `--setenv=NSELF_TASK_FOLDER=${files.folder}`,
    `--property=StandardInput=file:${files.input}`,
    `--property=StandardOutput=truncate:${files.output}`,
    `--property=StandardError=truncate:${files.log}`,
    "--",
    ...argv,
  ]);
  if (started.exitCode !== 0)
    throw new Failure("launch_failed", started.stderr.trim() || "systemd-run failed");
  const shown = await run([
    "systemctl",
    "show",
    "--property=ExecMainPID",
    "--value",
    `${files.unit}.service`,
  ]);
  const pid = Number(shown.stdout.trim());
  // 0 when the unit has been collected already; its exit file tells the rest.
  return Number.isInteger(pid) && pid > 0 ? pid : 0x7fffffff;
}
