import { z } from "zod";
import { log } from "@/engine/log";
import { startEngine } from "./start-engine";

const environment = z.object({
  ENGINE_DATABASE_URL: z.string().optional(),
  DATABASE_URL: z.string().optional(),
  ENGINE_HOST: z.string().default("127.0.0.1"),
  ENGINE_PORT: z.coerce.number().int().min(0).max(65_535).default(8288),
  INNGEST_SIGNING_KEY: z.string().optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  ENGINE_APP_URLS: z.string().default(""),
  ENGINE_RETRY_INTERVAL_MS: z.coerce.number().int().positive().optional(),
  LOG_LEVEL: z.string().optional(),
});

const env = environment.parse(process.env);
const databaseUrl = env.ENGINE_DATABASE_URL || env.DATABASE_URL;
if (!databaseUrl) throw new Error("set ENGINE_DATABASE_URL or DATABASE_URL");
if (env.LOG_LEVEL) log.level = env.LOG_LEVEL;

const engine = await startEngine({
  databaseUrl,
  host: env.ENGINE_HOST,
  port: env.ENGINE_PORT,
  signingKey: env.INNGEST_SIGNING_KEY,
  eventKey: env.INNGEST_EVENT_KEY,
  appUrls: env.ENGINE_APP_URLS.split(",")
    .map((url) => url.trim())
    .filter(Boolean),
  retryIntervalMs: env.ENGINE_RETRY_INTERVAL_MS,
  onFatal: () => process.exit(1),
}).catch((error: unknown) => {
  log.fatal({ error: error instanceof Error ? error.message : String(error) }, "the engine could not start");
  process.exit(1);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void engine.close().then(() => process.exit(0)));
}
