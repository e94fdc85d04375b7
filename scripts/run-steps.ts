import { spawn } from "node:child_process";

export interface Step {
  name: string;
  command: string[];
  env?: Record<string, string>;
  /** Reads how many tests passed and failed from the output; a step without it counts as one. */
  count?: (output: string) => Counts;
}

interface Counts {
  passed: number;
  failed: number;
}

/** Runs steps one after the other, all of them, showing their output; answers how many passed and failed. */
export async function runSteps(steps: Step[]): Promise<Counts> {
  const counts: Counts[] = [];
  for (const step of steps) {
    console.log(`\n▸ ${step.name}`);
    counts.push(await runStep(step, (stream, chunk) => void stream.write(chunk)));
  }
  return sum(counts);
}

/** Runs steps at once, all of them, and shows the output of each in one piece when it has ended. */
export async function runTogether(steps: Step[]): Promise<Counts> {
  const runs = steps.map((step) => {
    const shown: Buffer[] = [];
    return runStep(
      step,
      (_, chunk) => void shown.push(chunk),
      () => console.log(`\n▸ ${step.name}\n${Buffer.concat(shown).toString().trimEnd()}`.trimEnd()),
    );
  });
  return sum(await Promise.all(runs));
}

export function sum(counts: Counts[]): Counts {
  return {
    passed: counts.reduce((total, { passed }) => total + passed, 0),
    failed: counts.reduce((total, { failed }) => total + failed, 0),
  };
}

async function runStep(
  step: Step,
  show: (stream: NodeJS.WriteStream, chunk: Buffer) => void,
  ended: () => void = () => {},
): Promise<Counts> {
  const startedAt = Date.now();
  const { status, output } = await run(step, show);
  const counted = step.count?.(output) ?? { passed: 0, failed: 0 };
  if (counted.passed + counted.failed === 0) counted[status === 0 ? "passed" : "failed"] = 1;
  if (status !== 0 && counted.failed === 0) counted.failed = 1;
  ended();
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${counted.failed === 0 ? "✓" : "✗"} ${step.name}: ${counted.passed} passed, ${counted.failed} failed (${seconds} s)`,
  );
  return counted;
}

function run(
  step: Step,
  show: (stream: NodeJS.WriteStream, chunk: Buffer) => void,
): Promise<{ status: number; output: string }> {
  const [command = "", ...args] = step.command;
  const child = spawn(command, args, {
    env: { ...process.env, ...step.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const take = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-200_000);
    show(stream, chunk);
  };
  child.stdout.on("data", take(process.stdout));
  child.stderr.on("data", take(process.stderr));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ status: 1, output: String(error) }));
    child.once("close", (code) => resolve({ status: code ?? 1, output }));
  });
}
