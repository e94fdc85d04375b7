import { spawn } from "node:child_process";
import { appendFileSync, chmodSync, closeSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type CloudConfig, parseUserData } from "./cloud-config";

export interface CloudInitRun {
  root: string;
  instanceId: string;
  userData: string;
  env: NodeJS.ProcessEnv;
  /** Played for what takes a real machine its time: package lists and downloads. */
  packagesMs: number;
  /** Ends it between two stages: the machine was powered off. */
  signal: AbortSignal;
}

/**
 * What cloud-init does with user_data on an instance's first boot: write_files, keys, packages (in the image already),
 * runcmd, and the marks that say how far it is: `/run/cloud-init/status.json`, `result.json`, `boot-finished`.
 * Answers the errors it met; they end the boot as little as they do on a real machine.
 */
export async function runCloudInit(run: CloudInitRun): Promise<string[]> {
  const errors: string[] = [];
  const instance = join(run.root, "var/lib/cloud/instance");
  const log = join(run.root, "var/log/cloud-init-output.log");
  const startedAt = Date.now();
  mkdirSync(join(instance, "scripts"), { recursive: true });
  rmSync(join(instance, "boot-finished"), { force: true });
  writeFileSync(join(instance, "user-data.txt"), run.userData, { mode: 0o600 });
  writeFileSync(join(run.root, "var/lib/cloud/instance-id"), `${run.instanceId}\n`);
  writeStatus(run.root, startedAt, null, errors);

  const config = readConfig(run.userData, errors);
  if (config.bootScript) await runScript(run, "boot", config.bootScript, log, errors);
  writeFiles(run.root, config, errors);
  addKeys(run.root, config.authorizedKeys);
  if (config.packages.length > 0) {
    appendFileSync(log, `Packages in the image already: ${config.packages.join(" ")}\n`);
    await wait(run.packagesMs, undefined, { signal: run.signal });
  }
  if (config.runScript) await runScript(run, "runcmd", config.runScript, log, errors);
  run.signal.throwIfAborted();

  const uptime = ((Date.now() - startedAt) / 1000).toFixed(2);
  appendFileSync(log, `${config.finalMessage.replaceAll("$UPTIME", uptime)}\n`);
  writeFileSync(join(instance, "boot-finished"), `${uptime} - ${new Date().toUTCString()} - v. 24.4\n`);
  writeStatus(run.root, startedAt, Date.now(), errors);
  return errors;
}

function readConfig(userData: string, errors: string[]): CloudConfig {
  try {
    return parseUserData(userData);
  } catch (error) {
    errors.push(`user_data: ${error instanceof Error ? error.message : error}`);
    return parseUserData("");
  }
}

function writeFiles(root: string, config: CloudConfig, errors: string[]): void {
  for (const { path, content, mode, append } of config.files) {
    const target = join(root, path);
    try {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content, { flag: append ? "a" : "w" });
      chmodSync(target, mode);
    } catch (error) {
      errors.push(`write_files ${path}: ${error}`);
    }
  }
}

export function addKeys(root: string, keys: string[]): void {
  if (keys.length === 0) return;
  appendFileSync(join(root, "root/.ssh/authorized_keys"), `${keys.join("\n")}\n`, { mode: 0o600 });
}

/** Output goes to cloud-init-output.log; a status other than 0 is an error of the boot. */
async function runScript(run: CloudInitRun, name: string, script: string, log: string, errors: string[]) {
  run.signal.throwIfAborted();
  const path = join(run.root, "var/lib/cloud/instance/scripts", name);
  writeFileSync(path, script, { mode: 0o700 });
  const argv = script.startsWith("#!/bin/sh\n") ? ["/bin/sh", path] : [path];
  const output = openSync(log, "a");
  const status = await new Promise<string>((resolve) => {
    const child = spawn(argv[0] ?? "", argv.slice(1), {
      cwd: run.root,
      env: run.env,
      detached: true,
      stdio: ["ignore", output, output],
    });
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? String(code)));
  });
  closeSync(output);
  if (status !== "0") errors.push(`${name} ended with ${status}`);
}

function writeStatus(root: string, startedAt: number, finishedAt: number | null, errors: string[]): void {
  const folder = join(root, "run/cloud-init");
  mkdirSync(folder, { recursive: true });
  const stage = (withErrors: string[], finished: number | null) => ({
    start: startedAt / 1000,
    finished: finished === null ? null : finished / 1000,
    errors: withErrors,
    recoverable_errors: {},
  });
  const status = {
    v1: {
      datasource: "DataSourceHetzner",
      stage: finishedAt === null ? "modules-final" : null,
      "init-local": stage([], startedAt),
      init: stage([], startedAt),
      "modules-config": stage([], startedAt),
      "modules-final": stage(errors, finishedAt),
    },
  };
  writeFileSync(join(folder, "status.json"), JSON.stringify(status));
  if (finishedAt === null) return;
  const result = { v1: { datasource: "DataSourceHetzner", errors } };
  writeFileSync(join(folder, "result.json"), JSON.stringify(result));
}
