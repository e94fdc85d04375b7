import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { chmod, mkdtemp } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import { gzipSync } from "node:zlib";
import { buildApp } from "./build-app";
import { buildPrograms } from "./build-programs";
import { type Installation, startInstallation } from "./installation";
import { portPlan, takenPorts } from "./ports";
import { stopOnSignals } from "./stop-on-signals";

/** `npm run bench`: measures on an installation of its own and prints JSON; docs/benchmarks.md says what the figures mean. */
const parallel = Number(process.argv[2] ?? 50);
// An installation writes its own keys and addresses into the environment, with which the engine's bench would refuse its own events.
const ownEnvironment = { ...process.env };

interface Job {
  status: string;
  currentStep: string | null;
  createdAt: string;
  finishedAt: string;
  steps: { key: string; startedAt: string; finishedAt: string; error?: { code: string; message: string } }[];
}

await buildPrograms();
buildApp(console.error);
// Below the ports that the system gives to connections: one of those could be a machine's.
let base = 14_000;
while ((await takenPorts(portPlan(base))).length > 0) base += 1000;
const ports = portPlan(base);
const counter = await countingProxy(`http://127.0.0.1:${ports.sandbox}`);
const dataDir = await mkdtemp("/var/tmp/nself-bench-");
await chmod(dataDir, 0o755);
const installation = await startInstallation({
  dataDir,
  ports,
  speed: "instant",
  env: {
    HETZNER_API_URL: `${counter.url}/hetzner/v1`,
    HEALTH_PASS_INTERVAL_MS: "20",
    LOG_LEVEL: "warn",
    BACKUP_STORES: "[]",
  },
  say: () => {},
  starting: stopOnSignals,
});
try {
  const api = client(installation);
  await provisionOne(api, 0); // warms everything up
  counter.take();
  const alone = await provisionAlone(api, 1);
  const callsAlone = counter.take();

  // What machines do on themselves is not ours: hollow ones do nothing, so that all that is left is our own and the sandbox's.
  await fetch(`${installation.sandboxUrl}/sandbox/hollow`, {
    method: "PUT",
    body: JSON.stringify({ hollow: true }),
  });
  const hollowAlone = await provisionAlone(api, 20);
  counter.take();
  const settled = await Promise.allSettled(
    // Seldom: when it was ready is asked of the job, and fifty that ask are work, too.
    Array.from({ length: parallel }, (_, index) => provisionOne(api, 100 + index, 10_000)),
  );
  const together = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const failures = settled.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
  const callsTogether = counter.take();

  const jobId = (await api.lastJob()) ?? "";
  const polls = await pollStatus(installation, jobId);
  console.log(
    JSON.stringify(
      {
        machine: `${os.cpus().length} cores, ${os.cpus()[0]?.model.trim()}, node ${process.version}`,
        provisioningAlone: summary(alone),
        ownOverheadAlone: summary(hollowAlone),
        ownOverheadTogether: { jobs: parallel, ...summary(together), failures },
        hetznerCalls: {
          alone: shares(callsAlone, alone.length),
          eachTogether: shares(callsTogether, parallel),
        },
        pollStatusMs: polls,
        sse: await eventStreams(installation, jobId),
        javascriptKbGzip: await pageSizes(installation),
      },
      null,
      2,
    ),
  );
} catch (error) {
  console.error(`The logs are in ${dataDir}/logs.`);
  throw error;
} finally {
  await installation.stop();
  counter.close();
}
rmSync(dataDir, { recursive: true, force: true });
const engine = spawnSync(process.execPath, ["--import", "tsx", "engine/bench/engine-bench.ts"], {
  stdio: "inherit",
  env: ownEnvironment,
});
process.exit(engine.status ?? 1);

function client({ webUrl, apiToken }: Installation) {
  const headers = { authorization: `Bearer ${apiToken}`, "content-type": "application/json" };
  const get = async (path: string) => (await fetch(webUrl + path, { headers })).json() as Promise<unknown>;
  let last: string | undefined;
  return {
    get,
    lastJob: async () => last,
    order: async (subdomain: string) => {
      const body = JSON.stringify({
        name: subdomain,
        subdomain,
        location: "fsn1",
        serverType: "cx33",
        plugins: [],
      });
      const answer = (await (
        await fetch(`${webUrl}/api/v1/servers`, { method: "POST", headers, body })
      ).json()) as { job: { id: string } };
      last = answer.job.id;
      return answer.job.id;
    },
  };
}

type Provisioned = Awaited<ReturnType<typeof provisionOne>>;

async function provisionAlone(api: ReturnType<typeof client>, firstRun: number): Promise<Provisioned[]> {
  const runs: Provisioned[] = [];
  for (let run = firstRun; run < firstRun + 8; run += 1) runs.push(await provisionOne(api, run));
  return runs;
}

function summary(runs: Provisioned[]) {
  return {
    runs: runs.length,
    wallMs: percentiles(runs.map((one) => one.wallMs)),
    stepsMsP50: stepMedians(runs),
  };
}

/** Round-trip times of the status poll, and of those the handler's own share as the app reports it. */
async function pollStatus({ webUrl, apiToken }: Installation, jobId: string) {
  // Until the rate limit's bucket is full again: a refusal is quicker than an answer.
  await new Promise((resolve) => setTimeout(resolve, 16_000));
  const client: number[] = [];
  const server: number[] = [];
  for (let poll = 0; poll < 280; poll += 1) {
    const start = performance.now();
    const headers = { authorization: `Bearer ${apiToken}` };
    const response = await fetch(`${webUrl}/api/provision/${jobId}`, { headers });
    await response.text();
    if (!response.ok) throw new Error(`a poll was answered ${response.status}`);
    client.push(performance.now() - start);
    server.push(Number(/dur=([\d.]+)/.exec(response.headers.get("server-timing") ?? "")?.[1]));
  }
  return { client: percentiles(client), server: percentiles(server) };
}

function shares(calls: Map<string, number>, jobs: number) {
  const each = (count: number) => Math.round((count / jobs) * 100) / 100;
  const total = [...calls.values()].reduce((sum, count) => sum + count, 0);
  return {
    each: each(total),
    of: Object.fromEntries([...calls].map(([name, count]) => [name, each(count)])),
  };
}

async function provisionOne(api: ReturnType<typeof client>, run: number, pollEveryMs = 1000) {
  const jobId = await api.order(`bench-${run}-${Date.now().toString(36)}`);
  for (;;) {
    const job = (await api.get(`/api/v1/jobs/${jobId}`)) as Job;
    if (job.status === "succeeded") {
      const span = (from: string, to: string) => Date.parse(to) - Date.parse(from);
      const stepsMs = Object.fromEntries(
        job.steps.map((step) => [step.key, span(step.startedAt, step.finishedAt)]),
      );
      return { wallMs: span(job.createdAt, job.finishedAt), stepsMs };
    }
    if (job.status === "failed") {
      const { code, message } = job.steps.find(({ error }) => error)?.error ?? { code: "", message: "" };
      throw new Error(`${job.currentStep} failed: ${code} ${message}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
  }
}

/** Memory of the app with a thousand open streams, less its memory before. */
async function eventStreams({ webUrl, apiToken, webPid }: Installation, jobId: string) {
  const rssMb = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${webPid()}/status`, "utf8"))?.[1]) / 1024;
  const before = rssMb();
  const aborts: AbortController[] = [];
  const headers = { authorization: `Bearer ${apiToken}` };
  const live = await fetch(`${webUrl}/api/v1/servers`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({
      name: "Streams",
      subdomain: "sim-boot-fails-streams",
      location: "fsn1",
      serverType: "cx33",
    }),
  }).then((response) => response.json() as Promise<{ job?: { id: string } }>);
  const watched = live.job?.id ?? jobId;
  for (let group = 0; group < 20; group += 1) {
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const abort = new AbortController();
        aborts.push(abort);
        await fetch(`${webUrl}/api/v1/jobs/${watched}/events`, { headers, signal: abort.signal });
      }),
    );
  }
  const after = rssMb();
  for (const abort of aborts) abort.abort();
  return { streams: aborts.length, addedMb: Math.round(after - before) };
}

/** The scripts that a page names, gzipped, in kB; not the polyfill that only browsers without modules load. */
async function pageSizes({ webUrl, databaseUrl, email }: Installation) {
  const { cookieFor } = await import("./session-cookie");
  const cookie = await cookieFor(databaseUrl, email);
  const sizes: Record<string, number> = {};
  for (const path of ["/sign-in", "/servers", "/servers/new", "/activity", "/team", "/team/tokens"]) {
    const html = await (await fetch(webUrl + path, { headers: { cookie } })).text();
    const scripts = new Set(
      [...html.matchAll(/<script[^>]+src="(\/_next\/[^"]+)"[^>]*>/g)]
        .filter(([tag]) => !/nomodule/i.test(tag))
        .map((match) => match[1]),
    );
    let bytes = 0;
    for (const script of scripts)
      bytes += gzipSync(Buffer.from(await (await fetch(webUrl + script)).arrayBuffer())).byteLength;
    sizes[path] = Math.round(bytes / 1000);
  }
  return sizes;
}

async function countingProxy(target: string) {
  let requests = new Map<string, number>();
  const server = createServer(async (incoming, outgoing) => {
    const path = (incoming.url ?? "").replace(/\?.*/, "").replace(/\/\d+/g, "/{id}");
    const name = `${incoming.method} ${path.slice(path.indexOf("/v1") + 3)}`;
    requests.set(name, (requests.get(name) ?? 0) + 1);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { host: _, connection: __, "content-length": ___, ...headers } = incoming.headers;
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const response = await fetch(target + incoming.url, {
      method: incoming.method,
      headers: headers as Record<string, string>,
      body,
    });
    const answer = Buffer.from(await response.arrayBuffer());
    const kept = [...response.headers].filter(
      ([name]) => !["content-encoding", "transfer-encoding", "connection"].includes(name),
    );
    outgoing.writeHead(response.status, Object.fromEntries(kept)).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The calls since the last time this was asked. */
    take: () => {
      const taken = requests;
      requests = new Map();
      return taken;
    },
    close: () => server.close(),
  };
}

function percentiles(values: number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95) };
}

function stepMedians(runs: { stepsMs: Record<string, number> }[]) {
  const keys = Object.keys(runs[0]?.stepsMs ?? {});
  return Object.fromEntries(
    keys.map((key) => [key, percentiles(runs.map((run) => run.stepsMs[key] ?? 0)).p50]),
  );
}
