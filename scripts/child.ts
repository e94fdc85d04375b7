import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import path from "node:path";

export interface Child {
  name: string;
  process: ChildProcess;
  logFile: string;
  /** Ends it politely, and after 15 s by force. */
  stop(): Promise<void>;
}

/** Starts a Node program with its output in `<logDir>/<name>.log`, in a process group of its own so that Ctrl-C reaches only us. */
export function startChild(
  name: string,
  args: string[],
  options: { env: Record<string, string>; logDir: string; cwd?: string },
): Child {
  mkdirSync(options.logDir, { recursive: true });
  const logFile = path.join(options.logDir, `${name}.log`);
  const output = createWriteStream(logFile, { flags: "a" });
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", ...options.env },
    cwd: options.cwd,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  child.stdout?.pipe(output, { end: false });
  child.stderr?.pipe(output, { end: false });
  return { name, process: child, logFile, stop: () => stopChild(child) };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await exited;
  clearTimeout(timer);
}

/** Waits until `url` answers, or throws when the child that should serve it has ended. */
export async function waitForUrl(url: string, child: Child, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answered = await fetch(url, { signal: AbortSignal.timeout(5000) }).then(
      (response) => response.status < 500,
      () => false,
    );
    if (answered) return;
    if (child.process.exitCode !== null)
      throw new Error(`${child.name} ended before it answered; see ${child.logFile}`);
    if (Date.now() > deadline)
      throw new Error(`${child.name} did not answer at ${url}; see ${child.logFile}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
