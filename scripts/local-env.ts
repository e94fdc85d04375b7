import { zoneIdOf } from "@/sandbox/cloudflare/describe-zone";
import { sandboxGithubClient } from "@/sandbox/identity/create-github";
import { sandboxGoogleClient } from "@/sandbox/identity/create-google";
import { adminKey } from "@/sandbox/storage/access-keys";
import type { LocalSecrets } from "./local-secrets";

/** Who signs in as this is of the staff, and may help in any team. */
export const operatorEmail = "operator@example.com";
const sandboxDomain = "sandbox.localhost";

export interface LocalPlaces {
  webUrl: string;
  databaseUrl: string;
  engineUrl: string;
  sandboxUrl: string;
  storageUrl: string;
  iamUrl: string;
  hetznerUrl: string;
  cloudflareUrl: string;
  resendUrl: string;
  githubUrl: string;
  googleIssuer: string;
  acmeDirectoryUrl: string;
  dnsAddress: string;
  caFile: string;
  bundle: string;
}

/** The app's environment on a machine where engine and sandbox stand in for the internet: base URLs, ports and one CA. */
export function localEnv(places: LocalPlaces, secrets: LocalSecrets): Record<string, string> {
  return {
    NODE_ENV: "production",
    DATABASE_URL: places.databaseUrl,
    APP_URL: places.webUrl,
    NEXTAUTH_URL: places.webUrl,
    AUTH_SECRET: secrets.authSecret,
    NEXTAUTH_SECRET: secrets.authSecret,
    ENCRYPTION_KEY: secrets.encryptionKey,
    REGISTRY_SIGNING_KEY: secrets.registrySigningKey,
    INSTALLATION: "local",
    CLOUD_DOMAIN: sandboxDomain,
    OPERATOR_EMAILS: operatorEmail,
    HETZNER_API_URL: places.hetznerUrl,
    HETZNER_TOKEN: "sandbox-hetzner-token",
    CLOUDFLARE_API_URL: places.cloudflareUrl,
    CLOUDFLARE_TOKEN: "sandbox-cloudflare-token",
    CLOUDFLARE_ZONE_ID: zoneIdOf(sandboxDomain),
    DNS_SERVER: places.dnsAddress,
    ACME_DIRECTORY_URL: places.acmeDirectoryUrl,
    ACME_EMAIL: "operator@example.com",
    RESEND_API_URL: places.resendUrl,
    RESEND_API_KEY: "sandbox-resend-key",
    GITHUB_URL: places.githubUrl,
    GITHUB_ID: sandboxGithubClient.id,
    GITHUB_SECRET: sandboxGithubClient.secret,
    GOOGLE_ISSUER: places.googleIssuer,
    GOOGLE_ID: sandboxGoogleClient.id,
    GOOGLE_SECRET: sandboxGoogleClient.secret,
    NSELF_BUNDLE: places.bundle,
    BACKUP_STORES: JSON.stringify(backupStores(places)),
    HEALTH_PASS_INTERVAL_MS: "500",
    NODE_EXTRA_CA_CERTS: places.caFile,
    INNGEST_DEV: "0",
    INNGEST_BASE_URL: places.engineUrl,
    INNGEST_EVENT_KEY: secrets.inngestEventKey,
    INNGEST_SIGNING_KEY: secrets.inngestSigningKey,
  };
}

/** The sandbox's two buckets: one object store, asked in two regions, so that either can fail by itself. */
function backupStores({ storageUrl, iamUrl }: LocalPlaces) {
  return ["fsn1", "hel1"].map((region) => ({
    id: region,
    endpoint: storageUrl,
    region,
    bucket: `nself-backups-${region}`,
    accessKeyId: adminKey.id,
    secretAccessKey: adminKey.secret,
    iamEndpoint: iamUrl,
  }));
}
