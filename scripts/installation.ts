import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { applyMigrations } from "@/prisma/schema-engine";
import { demoEmail, seedDemo } from "@/prisma/seed";
import { type Child, startChild, waitForUrl } from "./child";
import { postgresBinaries, startEmbeddedPostgres } from "./embedded-postgres";
import { localEnv } from "./local-env";
import { readLocalSecrets } from "./local-secrets";
import type { PortPlan } from "./ports";

export interface Installation {
  webUrl: string;
  apiToken: string;
  email: string;
  teamId: string;
  inboxUrl: string;
  sandboxUrl: string;
  engineUrl: string;
  caFile: string;
  databaseUrl: string;
  /** The app's process, for measuring it. */
  webPid(): number | undefined;
  stop(): Promise<void>;
}

interface InstallationOptions {
  dataDir: string;
  ports: PortPlan;
  speed: "instant" | "demo" | "real";
  /** Next's development server instead of the production build. */
  development?: boolean;
  /** Use this database instead of an embedded one. */
  databaseUrl?: string;
  env?: Record<string, string>;
  say(line: string): void;
  /** Is handed the way to stop it all before anything starts: an end that comes half way leaves nothing behind either. */
  starting?(stop: () => Promise<void>): void;
}

const inheritedNothing = { NODE_ENV: "production" };

/** Starts a whole ɳSelf Cloud on this machine: PostgreSQL, sandbox, engine and the built app, in this order. */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const { dataDir, ports, say } = options;
  const logDir = path.join(dataDir, "logs");
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o755);
  const secrets = readLocalSecrets(dataDir);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  options.starting?.(stop);
  const startProgram = (name: string, args: string[], env: Record<string, string>): Child => {
    return startChild(name, args, { env: { ...inheritedNothing, ...env }, logDir });
  };
  try {
    let databaseUrl = options.databaseUrl;
    if (!databaseUrl) {
      say("Starting PostgreSQL");
      const postgres = await startEmbeddedPostgres({
        dataDir: path.join(dataDir, "postgres"),
        port: ports.postgres,
      });
      stops.push(postgres.stop);
      databaseUrl = await ensureDatabase(postgres.url, "nself_cloud");
    }
    await applyMigrations(databaseUrl);

    say("Starting the sandbox");
    const sandbox = startProgram("sandbox", [".build/sandbox.mjs"], {
      SANDBOX_PORT: String(ports.sandbox),
      SANDBOX_DNS_PORT: String(ports.dns),
      SANDBOX_ACME_PORT: String(ports.acme),
      SANDBOX_STORAGE_PORT: String(ports.storage),
      SANDBOX_MACHINE_PORT_BASE: String(ports.machines),
      SANDBOX_DATA: path.join(dataDir, "sandbox"),
      SANDBOX_SPEED: options.speed,
      POSTGRES_BIN: postgresBinaries(),
      SANDBOX_STORAGE_PROGRAM: path.resolve(".build/sandbox-storage.mjs"),
    });
    stops.push(sandbox.stop);
    const sandboxUrl = `http://127.0.0.1:${ports.sandbox}`;
    await waitForUrl(`${sandboxUrl}/sandbox/health`, sandbox);

    const webUrl = `http://127.0.0.1:${ports.web}`;
    const engineUrl = `http://127.0.0.1:${ports.engine}`;
    const caFile = path.join(dataDir, "sandbox", "ca", "root.pem");
    const env = {
      ...localEnv(
        {
          webUrl,
          databaseUrl,
          engineUrl,
          sandboxUrl,
          storageUrl: `http://127.0.0.1:${ports.storage}`,
          iamUrl: `${sandboxUrl}/iam/`,
          hetznerUrl: `${sandboxUrl}/hetzner/v1`,
          cloudflareUrl: `${sandboxUrl}/cloudflare/client/v4`,
          resendUrl: `${sandboxUrl}/resend`,
          githubUrl: `${sandboxUrl}/github`,
          googleIssuer: `${sandboxUrl}/google`,
          acmeDirectoryUrl: `https://127.0.0.1:${ports.acme}/directory`,
          dnsAddress: `127.0.0.1:${ports.dns}`,
          caFile,
          bundle: path.resolve(".build/nself.mjs"),
        },
        secrets,
      ),
      ...options.env,
    };
    // Sealing reads the environment through env(); the seed runs in this process.
    for (const [name, value] of Object.entries(env)) process.env[name] = value;
    const { teamId } = await seedDemo(databaseUrl, secrets);

    say("Starting the engine and the app");
    const engine = startProgram("engine", [".build/engine.mjs"], {
      ENGINE_DATABASE_URL: databaseUrl,
      ENGINE_PORT: String(ports.engine),
      ENGINE_APP_URLS: `${webUrl}/api/inngest`,
      INNGEST_EVENT_KEY: secrets.inngestEventKey,
      INNGEST_SIGNING_KEY: secrets.inngestSigningKey,
      ...(options.env?.ENGINE_RETRY_INTERVAL_MS
        ? { ENGINE_RETRY_INTERVAL_MS: options.env.ENGINE_RETRY_INTERVAL_MS }
        : {}),
    });
    stops.push(engine.stop);
    const startWeb = async (): Promise<Child> => {
      const mode = options.development ? "dev" : "start";
      const next = ["node_modules/next/dist/bin/next", mode, "-H", "127.0.0.1", "-p", String(ports.web)];
      const child = startProgram(
        "web",
        next,
        options.development ? { ...env, NODE_ENV: "development" } : env,
      );
      await waitForUrl(`${webUrl}/api/health`, child);
      return child;
    };
    const web = await startWeb();
    stops.push(() => web.stop());
    await waitForUrl(`${engineUrl}/health`, engine);
    await waitUntilSynced(engineUrl, engine);

    const demo = {
      webUrl,
      apiToken: secrets.apiToken,
      email: demoEmail,
      teamId,
      inboxUrl: `${sandboxUrl}/inbox`,
      sandboxUrl,
      engineUrl,
      caFile,
    };
    writeFileSync(path.join(dataDir, "demo.json"), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
    return { ...demo, databaseUrl, webPid: () => web.process.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ensureDatabase(clusterUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: clusterUrl });
  await client.connect();
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

/** The app's functions are known to the engine once it has listed them. */
async function waitUntilSynced(engineUrl: string, engine: Child): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const page = await fetch(`${engineUrl}/`).then(
      (response) => response.text(),
      () => "",
    );
    if (page.includes("provision-server")) return;
    if (Date.now() > deadline)
      throw new Error(`the engine did not learn the app's functions; see ${engine.logFile}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
