import { spawn } from "node:child_process";

export interface Step {
  name: string;
  command: string[];
  env?: Record<string, string>;
  /** Reads how many tests passed and failed from the output; a step without it counts as one. */
  count?: (output: string) => { passed: number; failed: number };
}

/** Runs steps one after the other, all of them, showing their output; answers how many passed and failed. */
export async function runSteps(steps: Step[]): Promise<{ passed: number; failed: number }> {
  const total = { passed: 0, failed: 0 };
  for (const step of steps) {
    const startedAt = Date.now();
    console.log(`\n▸ ${step.name}`);
    const { status, output } = await run(step);
    const counted = step.count?.(output) ?? { passed: 0, failed: 0 };
    if (counted.passed + counted.failed === 0) counted[status === 0 ? "passed" : "failed"] = 1;
    if (status !== 0 && counted.failed === 0) counted.failed = 1;
    total.passed += counted.passed;
    total.failed += counted.failed;
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    console.log(
      `${counted.failed === 0 ? "✓" : "✗"} ${step.name}: ${counted.passed} passed, ${counted.failed} failed (${seconds} s)`,
    );
  }
  return total;
}

function run(step: Step): Promise<{ status: number; output: string }> {
  const [command = "", ...args] = step.command;
  const child = spawn(command, args, {
    env: { ...process.env, ...step.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const take = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-200_000);
    stream.write(chunk);
  };
  child.stdout.on("data", take(process.stdout));
  child.stderr.on("data", take(process.stderr));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ status: 1, output: String(error) }));
    child.once("exit", (code) => resolve({ status: code ?? 1, output }));
  });
}
