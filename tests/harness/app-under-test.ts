import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { testProgram } from "./test-programs";

export interface AppUnderTest {
  /** SIGKILL, as a crash; resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves when the process ends by itself. */
  exited: Promise<void>;
}

/** Starts the app's API and functions as a process of its own (its CA comes from NODE_EXTRA_CA_CERTS, read at start only). */
export async function startAppUnderTest(env: Record<string, string>, port: number): Promise<AppUnderTest> {
  const child: ChildProcess = spawn(process.execPath, [testProgram("app")], {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ["pipe", "pipe", process.env.TEST_APP_OUTPUT ? "inherit" : "ignore"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the app ended with ${code}`)));
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.on("line", (line) => {
      if (line === "ready") resolve();
      else if (process.env.TEST_APP_OUTPUT) console.error(line);
    });
  });
  return {
    exited,
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await exited;
    },
  };
}
