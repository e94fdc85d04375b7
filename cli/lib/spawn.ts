import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { Failure, systemCode } from "./failure";

export interface Account {
  uid: number;
  gid: number;
}

export interface RunResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

const outputLimitBytes = 4 * 1024 * 1024;

/** Runs a program to its end: argv only, no shell, output bounded. A missing program is `tool_missing`, a late one `timed_out`. */
export function run(
  argv: [string, ...string[]],
  options: {
    input?: string;
    timeoutMs?: number;
    cwd?: string;
    as?: Account | null;
    env?: Record<string, string>;
  } = {},
): Promise<RunResult> {
  const [program, ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      stdio: ["pipe", "pipe", "pipe"],
      timeout: options.timeoutMs ?? 120_000,
      killSignal: "SIGKILL",
      // biome-ignore lint/style/noProcessEnv: a child gets what we got unless told otherwise
      env: (options.env ?? process.env) as NodeJS.ProcessEnv,
      ...(options.as ?? {}),
    });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        if (output[name].length < outputLimitBytes) output[name] += text;
      });
    }
    child.stdin.on("error", () => {}); // it may end without reading its input
    child.stdin.end(options.input ?? "");
    child.on("error", (error) => {
      reject(
        systemCode(error) === "ENOENT"
          ? new Failure("tool_missing", `${program} is not installed`, { cause: error })
          : error,
      );
    });
    child.on("close", (code, signal) => {
      if (signal === "SIGKILL" && code === null) {
        reject(new Failure("timed_out", `${program} did not end in time`, { exit: "tryLater" }));
      } else {
        resolve({ exitCode: code ?? 128, ...output });
      }
    });
  });
}

/** Starts a program in a session of its own that outlives us and our connection. Answers its process id. */
export function launch(
  argv: [string, ...string[]],
  options: {
    inputFile?: string;
    outputFile: string;
    errorFile?: string;
    append?: boolean;
    cwd?: string;
    as?: Account | null;
    extraEnv?: Record<string, string>;
    env?: Record<string, string>;
  },
): Promise<number> {
  const [program, ...args] = argv;
  const mode = options.append ? "a" : "w";
  const input = openSync(options.inputFile ?? "/dev/null", "r");
  const output = openSync(options.outputFile, mode, 0o600);
  const errors = options.errorFile ? openSync(options.errorFile, mode, 0o600) : output;
  return new Promise<number>((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? "/",
      detached: true,
      stdio: [input, output, errors],
      // biome-ignore lint/style/noProcessEnv: a child gets what we got, and a little more
      env: (options.env ?? { ...process.env, ...options.extraEnv }) as NodeJS.ProcessEnv,
      ...(options.as ?? {}),
    });
    child.on("error", reject);
    child.on("spawn", () => {
      child.unref();
      if (child.pid === undefined) reject(new Failure("launch_failed", `${program} did not start`));
      else resolve(child.pid);
    });
  }).finally(() => {
    for (const fd of new Set([input, output, errors])) closeSync(fd);
  });
}
