import { generateKeyPairSync } from "node:crypto";

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
