import { z } from "zod";

const loopback = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/;
const publicUrl = z.url().refine((url) => url.startsWith("https://") || loopback.test(url), {
  message: "must be https unless it names this machine",
});
/** A base that paths are appended to. */
const baseUrl = publicUrl.transform((url) => url.replace(/\/+$/, ""));
const seconds = (fallback: number) => z.coerce.number().int().positive().default(fallback);

/** One bucket for backups in one region. With `iamEndpoint` every server gets a key of its own; without, all share this one. */
const backupStoreSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,32}$/),
  endpoint: publicUrl,
  /** As the provider spells it; a server's backups go to a region that is not its own. */
  region: z.string().min(1),
  bucket: z.string().min(3),
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
  /** AWS's own for AWS; Ceph and MinIO answer at the store. */
  iamEndpoint: publicUrl.optional(),
  /** What a GB costs a month, in cents of the account's currency. */
  centsPerGbMonth: z.number().nonnegative().default(0.6),
});
export type BackupStore = z.infer<typeof backupStoreSchema>;

const jsonArray = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: "custom", message: "must be a JSON array" });
    return z.NEVER;
  }
});

const envSchema = z
  .object({
    NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
    DATABASE_URL: z.string().startsWith("postgres"),
    DATABASE_POOL_SIZE: z.coerce.number().int().positive().default(20),
    /** Where browsers and servers reach this app. */
    APP_URL: publicUrl,
    /** Signs the session and CSRF cookies. */
    AUTH_SECRET: z.string().min(32),
    /** 32 bytes in base64: the key-encrypting key of every secret at rest. */
    ENCRYPTION_KEY: z.string().refine((value) => Buffer.from(value, "base64").length === 32, {
      message: "must be 32 bytes in base64",
    }),
    /** Ed25519 PKCS#8 in base64: signs the plugin registry's index. */
    REGISTRY_SIGNING_KEY: z.string().min(40),
    /** Separates installations that share a provider project; goes into labels. */
    INSTALLATION: z
      .string()
      .regex(/^[a-z0-9-]{1,32}$/)
      .default("production"),
    /** Servers are <subdomain>.<CLOUD_DOMAIN>. */
    CLOUD_DOMAIN: z.string().default("cloud.nself.org"),
    /** Our staff, by comma: may visit a customer's team with a reason (lib/operator). */
    OPERATOR_EMAILS: z.string().default(""),

    HETZNER_API_URL: publicUrl.default("https://api.hetzner.cloud/v1"),
    HETZNER_TOKEN: z.string().min(1),
    CLOUDFLARE_API_URL: publicUrl.default("https://api.cloudflare.com/client/v4"),
    CLOUDFLARE_TOKEN: z.string().min(1),
    CLOUDFLARE_ZONE_ID: z.string().min(1),
    /** host:port of the resolver; the authoritative servers are asked on the same port. */
    DNS_SERVER: z.string().default("1.1.1.1:53"),
    ACME_DIRECTORY_URL: publicUrl.default("https://acme-v02.api.letsencrypt.org/directory"),
    ACME_EMAIL: z.email(),
    RESEND_API_URL: publicUrl.default("https://api.resend.com"),
    RESEND_API_KEY: z.string().min(1),
    MAIL_FROM: z.string().default("ɳSelf Cloud <cloud@nself.org>"),

    /** Where backups go: at least two regions, so that every location has another one. JSON. */
    BACKUP_STORES: jsonArray.pipe(z.array(backupStoreSchema)).default([]),

    /** Where people sign in with GitHub: github.com, or a GitHub Enterprise Server. */
    GITHUB_URL: baseUrl.default("https://github.com"),
    GITHUB_ID: z.string().optional(),
    GITHUB_SECRET: z.string().optional(),
    /** Google as an OpenID provider: its discovery document is below this. */
    GOOGLE_ISSUER: baseUrl.default("https://accounts.google.com"),
    GOOGLE_ID: z.string().optional(),
    GOOGLE_SECRET: z.string().optional(),

    /** The bundled `nself` that servers download. */
    NSELF_BUNDLE: z.string().default(".build/nself.mjs"),
    /** How many health answers in a row make a server ready, and how long apart. */
    HEALTH_PASSES: z.coerce.number().int().min(1).default(3),
    HEALTH_PASS_INTERVAL_MS: z.coerce.number().int().positive().default(2000),
    /** Pause before the first repetition of a step that failed transiently; it doubles with each. */
    RETRY_PAUSE_MS: z.coerce.number().int().positive().default(1000),
    /** Looks of one run of a job that end in waiting: two steps each, of the 1,000 that Inngest allows a run. */
    ROUNDS_PER_RUN: z.coerce.number().int().min(1).max(400).default(300),
    /** How often an open event stream says that it lives, and asks whether its reader may still read. */
    STREAM_BEAT_MS: z.coerce.number().int().positive().default(15_000),
    SIGN_IN_LINK_SECONDS: seconds(600),
    WELCOME_LINK_SECONDS: seconds(86_400),
    ENROL_TOKEN_SECONDS: seconds(3600),
  })
  .refine(
    (env) => Boolean(env.GITHUB_ID) === Boolean(env.GITHUB_SECRET),
    "GITHUB_ID and GITHUB_SECRET go together",
  )
  .refine(
    (env) => Boolean(env.GOOGLE_ID) === Boolean(env.GOOGLE_SECRET),
    "GOOGLE_ID and GOOGLE_SECRET go together",
  );

export type Env = z.infer<typeof envSchema>;

let parsed: Env | undefined;

/**
 * The validated environment, parsed at first use so that a build needs none.
 * Throws one error that names every variable that is missing or malformed.
 */
export function env(): Env {
  if (parsed) return parsed;
  const result = envSchema.safeParse(process.env);
  if (!result.success) throw new Error(`The environment is not usable.\n${z.prettifyError(result.error)}`);
  parsed = result.data;
  return parsed;
}
