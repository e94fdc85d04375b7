// biome-ignore lint/style/noRestrictedImports: the bench measures the engine as the process it is in production
import { spawn } from "node:child_process";
import { once } from "node:events";
import os from "node:os";
import type { Inngest } from "inngest";
// biome-ignore lint/style/noRestrictedImports: the bench brings its own database
import { freePort } from "@/cli/testing/free-port";
import { startApp, waitFor } from "@/engine/tests/engine-harness";
// biome-ignore lint/style/noRestrictedImports: the bench brings its own database
import { startTestPostgres } from "@/tests/harness/postgres";
import { startThinApp } from "./thin-app";

/**
 * Prints, as JSON, what a durable step costs on this machine: `npx tsx engine/bench/engine-bench.ts`. PostgreSQL syncs its writes; the
 * engine is a process of its own, the app and the sender share another. Times in ms are from one step's body to the next one's.
 */
const stepsPerRun = 10;
const latencyRuns = 200;
const throughputRuns = 300;
/** The machine is shared: one round says little, so the median is given beside the slowest and the fastest. */
const throughputRounds = 5;
// Any free one: two benches at one engine would take each other's runs.
const enginePort = await freePort();

// The SDK and the engine would take a caller's keys and addresses from the environment.
// biome-ignore lint/style/noProcessEnv: the SDK reads nothing else
for (const name of Object.keys(process.env)) if (name.startsWith("INNGEST_")) delete process.env[name];
const postgres = await startTestPostgres({ durable: true });
const engineUrl = `http://127.0.0.1:${enginePort}`;
const engine = spawn(process.execPath, ["--import", "tsx", "engine/main.ts"], {
  stdio: ["ignore", "inherit", "inherit"],
  env: {
    // biome-ignore lint/style/noProcessEnv: handed to the child as it is
    ...process.env,
    ENGINE_DATABASE_URL: postgres.url,
    ENGINE_PORT: String(enginePort),
    LOG_LEVEL: "error",
  },
});
try {
  await waitFor(() =>
    fetch(`${engineUrl}/health`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const results: Record<string, unknown> = {};
  for (const checkpointing of [false, true])
    results[checkpointing ? "checkpointing" : "plain"] = await measure(checkpointing);
  results.engineAlone = await measureEngineAlone();
  const machine = `${os.cpus().length} × ${os.cpus()[0]?.model}, Node ${process.version}`;
  process.stdout.write(`${JSON.stringify({ machine, ...results }, null, 2)}\n`);
} finally {
  engine.kill("SIGTERM");
  await once(engine, "exit");
  await postgres.close();
}

async function measure(checkpointing: boolean): Promise<Record<string, number>> {
  const marks = new Map<number, number[]>();
  let ended = 0;
  const functions = (inngest: Inngest) => [
    inngest.createFunction(
      { id: `bench-${checkpointing}`, triggers: [{ event: "bench/run" }] },
      async ({ event, step }) => {
        const { n } = event.data as { n: number };
        for (let at = 0; at < stepsPerRun; at++) {
          await step.run(`step ${at}`, () => {
            marks.get(n)?.push(performance.now());
            if (at === stepsPerRun - 1) ended++;
            return at;
          });
        }
      },
    ),
  ];
  const app = await startApp(engineUrl, { functions, checkpointing });
  await fetch(app.url, { method: "PUT" });
  const send = (n: number) => {
    marks.set(n, []);
    return app.inngest.send({ name: "bench/run", data: { n } });
  };
  const done = (count: number) => waitFor(() => ended >= count, 120_000);
  const firstSteps: number[] = [];
  const steps: number[] = [];
  for (let n = 0; n < latencyRuns; n++) {
    const sentAt = performance.now();
    await send(n);
    await done(n + 1);
    const times = marks.get(n) ?? [];
    // The first runs warm up the compilers of all three processes.
    if (n < latencyRuns / 5) continue;
    firstSteps.push((times[0] ?? 0) - sentAt);
    for (let at = 1; at < times.length; at++) steps.push((times[at] ?? 0) - (times[at - 1] ?? 0));
  }
  const rounds: number[] = [];
  for (let round = 0; round < throughputRounds; round++) {
    ended = 0;
    const startedAt = performance.now();
    await app.inngest.send(
      Array.from({ length: throughputRuns }, () => ({ name: "bench/run", data: { n: -1 } })),
    );
    await done(throughputRuns);
    rounds.push(Math.round((throughputRuns * stepsPerRun * 1000) / (performance.now() - startedAt)));
  }
  await app.close();
  return {
    stepP50Ms: percentile(steps, 0.5),
    stepP99Ms: percentile(steps, 0.99),
    eventToFirstStepP50Ms: percentile(firstSteps, 0.5),
    eventToFirstStepP99Ms: percentile(firstSteps, 0.99),
    stepsPerSecond: percentile(rounds, 0.5),
    stepsPerSecondSlowest: Math.min(...rounds),
    stepsPerSecondFastest: Math.max(...rounds),
  };
}

/** Throughput without the SDK's share, which by itself keeps one core busy. */
async function measureEngineAlone(): Promise<Record<string, number>> {
  let ended = 0;
  let times: number[] = [];
  const app = await startThinApp(engineUrl, stepsPerRun, (isOver) => {
    times.push(performance.now());
    if (isOver) ended++;
  });
  const events = Array.from({ length: throughputRuns }, () => ({ name: "thin/run", data: {} }));
  const round = async () => {
    ended = 0;
    const startedAt = performance.now();
    await fetch(`${engineUrl}/e/bench`, { method: "POST", body: JSON.stringify(events) });
    await waitFor(() => ended >= throughputRuns, 120_000);
    return Math.round((throughputRuns * stepsPerRun * 1000) / (performance.now() - startedAt));
  };
  await round();
  const rounds: number[] = [];
  for (let at = 0; at < throughputRounds; at++) rounds.push(await round());
  const stepsPerSecond = percentile(rounds, 0.5);
  const steps: number[] = [];
  for (let n = 0; n < latencyRuns; n++) {
    ended = 0;
    times = [];
    await fetch(`${engineUrl}/e/bench`, { method: "POST", body: JSON.stringify({ name: "thin/run" }) });
    await waitFor(() => ended === 1);
    for (let at = 1; at < times.length; at++) steps.push((times[at] ?? 0) - (times[at - 1] ?? 0));
  }
  await app.close();
  return { stepP50Ms: percentile(steps, 0.5), stepP99Ms: percentile(steps, 0.99), stepsPerSecond };
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100;
}
