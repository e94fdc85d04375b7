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

/** `npm run bench`: measures on an installation of its own and prints JSON; docs/benchmarks.md says what the figures mean. */
const parallel = Number(process.argv[2] ?? 20);
// An installation writes its own keys and addresses into the environment, with which the engine's bench would refuse its own events.
const ownEnvironment = { ...process.env };

interface Job {
  status: string;
  createdAt: string;
  finishedAt: string;
  steps: { key: string; startedAt: string; finishedAt: string }[];
}

await buildPrograms();
buildApp(console.error);
let base = 40_000;
while ((await takenPorts(portPlan(base))).length > 0) base += 1000;
const ports = portPlan(base);
const counter = await countingProxy(`http://127.0.0.1:${ports.sandbox}`);
const dataDir = await mkdtemp("/var/tmp/nself-bench-");
await chmod(dataDir, 0o755);
const installation = await startInstallation({
  dataDir,
  ports,
  speed: "instant",
  env: { HETZNER_API_URL: `${counter.url}/hetzner/v1`, HEALTH_PASS_INTERVAL_MS: "20", LOG_LEVEL: "warn" },
  say: () => {},
});
try {
  const api = client(installation);
  await provisionOne(api, 0); // warms everything up
  const alone: { wallMs: number; stepsMs: Record<string, number> }[] = [];
  const before = counter.count();
  for (let run = 1; run <= 8; run += 1) alone.push(await provisionOne(api, run));
  const callsAlone = (counter.count() - before) / 8;

  const startedAt = counter.count();
  const together = await Promise.all(
    Array.from({ length: parallel }, (_, index) => provisionOne(api, 100 + index)),
  );
  const callsTogether = (counter.count() - startedAt) / parallel;

  const polls: number[] = [];
  const jobId = (await api.lastJob()) ?? "";
  for (let run = 0; run < 300; run += 1) {
    const start = performance.now();
    await api.get(`/api/provision/${jobId}`);
    polls.push(performance.now() - start);
  }
  console.log(
    JSON.stringify(
      {
        machine: `${os.cpus().length} cores, ${os.cpus()[0]?.model.trim()}, node ${process.version}`,
        provisioningAlone: {
          runs: alone.length,
          wallMs: percentiles(alone.map((one) => one.wallMs)),
          stepsMsP50: stepMedians(alone),
        },
        provisioningTogether: { jobs: parallel, wallMs: percentiles(together.map((one) => one.wallMs)) },
        hetznerCalls: { alone: callsAlone, eachTogether: callsTogether },
        pollStatusMs: percentiles(polls),
        sse: await eventStreams(installation, jobId),
        javascriptKbGzip: await pageSizes(installation),
      },
      null,
      2,
    ),
  );
} finally {
  await installation.stop();
  counter.close();
  rmSync(dataDir, { recursive: true, force: true });
}
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
      ).json()) as { job: { jobId: string } };
      last = answer.job.jobId;
      return answer.job.jobId;
    },
  };
}

async function provisionOne(api: ReturnType<typeof client>, run: number) {
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
    if (job.status === "failed") throw new Error(`the bench's job failed: ${JSON.stringify(job)}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
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
  }).then((response) => response.json() as Promise<{ job?: { jobId: string } }>);
  const watched = live.job?.jobId ?? jobId;
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

/** The scripts that a page names, gzipped, in kB. */
async function pageSizes({ webUrl, databaseUrl, email }: Installation) {
  const { cookieFor } = await import("./session-cookie");
  const cookie = await cookieFor(databaseUrl, email);
  const sizes: Record<string, number> = {};
  for (const path of ["/sign-in", "/servers", "/servers/new", "/activity", "/team", "/team/tokens"]) {
    const html = await (await fetch(webUrl + path, { headers: { cookie } })).text();
    const scripts = new Set(
      [...html.matchAll(/<script[^>]+src="(\/_next\/[^"]+)"/g)].map((match) => match[1]),
    );
    let bytes = 0;
    for (const script of scripts)
      bytes += gzipSync(Buffer.from(await (await fetch(webUrl + script)).arrayBuffer())).byteLength;
    sizes[path] = Math.round(bytes / 1000);
  }
  return sizes;
}

async function countingProxy(target: string) {
  let requests = 0;
  const server = createServer(async (incoming, outgoing) => {
    requests += 1;
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
    count: () => requests,
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
