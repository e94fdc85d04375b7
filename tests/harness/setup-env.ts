import { generateKeyPairSync } from "node:crypto";
import path from "node:path";
import { afterEach } from "vitest";
import { testimony } from "./testimony";

/** A complete environment for code that calls env(); a test sets what it cares about before the first call. */
const signing = generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" });
const defaults: Record<string, string> = {
  DATABASE_URL: "postgresql://unset",
  DATABASE_POOL_SIZE: "10",
  APP_URL: "http://127.0.0.1:3000",
  AUTH_SECRET: "a-secret-for-tests-only-0123456789abcdef",
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
  REGISTRY_SIGNING_KEY: signing.toString("base64"),
  INSTALLATION: "test",
  CLOUD_DOMAIN: "sandbox.localhost",
  HETZNER_TOKEN: "sandbox-hetzner-token",
  CLOUDFLARE_TOKEN: "sandbox-cloudflare-token",
  CLOUDFLARE_ZONE_ID: "unset",
  ACME_EMAIL: "ops@example.com",
  RESEND_API_KEY: "sandbox-resend-key",
};
for (const [name, value] of Object.entries(defaults)) process.env[name] ??= value;

// An engine in a test's own process writes where a failure can quote it, and not in between what vitest tells.
process.env.ENGINE_LOG_FILE ??= path.join(
  process.env.TEST_PROGRAMS ?? "/var/tmp",
  `engine-${process.pid}.log`,
);

/** A test that failed by an expectation has not asked the logs yet; a wait in vain has. */
afterEach(async ({ task }) => {
  const errors = task.result?.errors ?? [];
  if (task.result?.state !== "fail" || errors.some(({ message }) => message.includes("in vain for"))) return;
  const told = await testimony();
  if (told) console.error(`${task.name} failed.\n${told}`);
});
