import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { testProgram } from "./test-programs";
import { addWitness, tailOf } from "./testimony";

export interface AppUnderTest {
  /** SIGKILL, as a crash; resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves when the process ends by itself. */
  exited: Promise<void>;
}

/** Starts the app's API and functions as a process of its own (its CA comes from NODE_EXTRA_CA_CERTS, read at start only). */
export async function startAppUnderTest(env: Record<string, string>, port: number): Promise<AppUnderTest> {
  const logFile = path.join(path.dirname(testProgram("app")), `app-${port}.log`);
  const child: ChildProcess = spawn(process.execPath, [testProgram("app")], {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // One log for all starts of one app.
  const log = createWriteStream(logFile, { flags: "a" });
  for (const output of [child.stdout, child.stderr]) output?.pipe(log, { end: false });
  const dismiss = addWitness("the app's log ends", () => tailOf(logFile));
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once(
      "exit",
      (code) => void tailOf(logFile).then((tail) => reject(new Error(`the app ended with ${code}\n${tail}`))),
    );
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.on("line", (line) => {
      if (line === "ready") resolve();
    });
  });
  return {
    exited,
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await exited;
      log.end();
      dismiss();
    },
  };
}
