import { chmod, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { buildCli } from "@/cli/build";
import { freePort } from "@/cli/testing/free-port";
import { startEngine } from "@/engine/start-engine";
import { seedDemo } from "@/prisma/seed";
import type { Sandbox } from "@/sandbox/start-sandbox";
import { localEnv } from "@/scripts/local-env";
import { newLocalSecrets } from "@/scripts/local-secrets";
import { createTestDatabase } from "./postgres";
import { startSandboxProcess } from "./sandbox-process";
import { addWitness, jobsOf, tailOf } from "./testimony";

export interface World {
  env: Record<string, string>;
  databaseUrl: string;
  webUrl: string;
  webPort: number;
  apiToken: string;
  teamId: string;
  sandbox: SandboxHandle;
  /** An API call of the demo team. */
  api(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: never; headers: Headers }>;
  close(): Promise<void>;
}

export type SandboxHandle = Awaited<ReturnType<typeof startSandboxProcess>>;

/**
 * Everything but the app: a database of the run's PostgreSQL, the sandbox (a process of its own, since its machines are),
 * the engine in this process. Sets process.env for the app's code, which the test then starts by `startAppServer`.
 */
export async function startWorld(options: { env?: Record<string, string> } = {}): Promise<World> {
  const folder = await mkdtemp("/var/tmp/nself-world-");
  await chmod(folder, 0o755);
  const database = await createTestDatabase();
  const secrets = newLocalSecrets();
  const sandbox = await startSandboxProcess({ dataDir: path.join(folder, "sandbox") });
  const { file: bundle } = await buildCli(path.join(folder, "build"));
  const webPort = await freePort();
  const webUrl = `http://127.0.0.1:${webPort}`;
  const engine = await startEngine({
    databaseUrl: database.url,
    port: 0,
    signingKey: secrets.inngestSigningKey,
    eventKey: secrets.inngestEventKey,
    appUrls: [`${webUrl}/api/inngest`],
    retryIntervalMs: 200,
  });
  const dismissals = [
    addWitness("the newest jobs", () => jobsOf(database.url)),
    addWitness("the engine's log ends", () => tailOf(process.env.ENGINE_LOG_FILE ?? "")),
    addWitness("the sandbox's log ends", () => tailOf(path.join(sandbox.dataDir, "sandbox.log"))),
  ];
  const env = {
    ...localEnv(
      {
        webUrl,
        databaseUrl: database.url,
        engineUrl: engine.url,
        sandboxUrl: sandbox.url,
        storageUrl: sandbox.storageUrl,
        iamUrl: sandbox.iamUrl,
        hetznerUrl: sandbox.hetznerUrl,
        cloudflareUrl: sandbox.cloudflareUrl,
        resendUrl: sandbox.resendUrl,
        githubUrl: sandbox.githubUrl,
        googleIssuer: sandbox.googleIssuer,
        acmeDirectoryUrl: sandbox.acmeDirectoryUrl,
        dnsAddress: sandbox.dnsAddress,
        caFile: sandbox.caFile,
        bundle,
      },
      secrets,
    ),
    NODE_ENV: "test",
    LOG_LEVEL: "warn",
    HEALTH_PASS_INTERVAL_MS: "20",
    RETRY_PAUSE_MS: "100",
    DATABASE_POOL_SIZE: "10",
    ...options.env,
  };
  Object.assign(process.env, env);
  const { teamId } = await seedDemo(database.url, secrets);
  const api: World["api"] = async (method, apiPath, body, headers = {}) => {
    const response = await fetch(`${webUrl}${apiPath}`, {
      method,
      headers: {
        authorization: `Bearer ${secrets.apiToken}`,
        "content-type": "application/json",
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text ? JSON.parse(text) : null) as never,
    };
  };
  return {
    env,
    databaseUrl: database.url,
    webUrl,
    webPort,
    apiToken: secrets.apiToken,
    teamId,
    sandbox,
    api,
    close: async () => {
      for (const dismiss of dismissals) dismiss();
      await engine.close();
      await sandbox.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type { Sandbox };
