import { z } from "zod";

/**
 * `/etc/nself/server.json` below the machine's root: what a server knows of itself. No secrets: it travels in user_data.
 * The registry public key is an Ed25519 SPKI in base64.
 */
export const serverFileSchema = z.object({
  serverId: z.string(),
  domain: z.string(),
  controlPlaneUrl: z.url(),
  registryUrl: z.url(),
  registryPublicKey: z.string(),
});
export type ServerFile = z.infer<typeof serverFileSchema>;

/** Body of `POST {controlPlaneUrl}/api/v1/enrolments`, sent with `Authorization: Bearer <one-time token>`. */
export const enrolmentSchema = z.object({
  serverId: z.string(),
  hostKey: z.string().regex(/^ssh-ed25519 [A-Za-z0-9+/=]+$/, "an OpenSSH ed25519 public key without comment"),
  csr: z.string().startsWith("-----BEGIN CERTIFICATE REQUEST-----"),
  nselfVersion: z.string(),
});
export type Enrolment = z.infer<typeof enrolmentSchema>;

/** `nself enrol`: reads the token from `/etc/nself/enrol-token`, reports once, deletes the token. Repeating it is harmless. */
export const enrolledSchema = z.object({ serverId: z.string(), hostKeyFingerprint: z.string() });

/** Standard input of `nself init`. Repeating it with other values changes the stack description and keeps the secrets. */
export const initInputSchema = z.object({
  serverId: z.string(),
  name: z.string(),
  domain: z.string(),
  adminEmail: z.email(),
  services: z.object({
    minio: z.boolean().default(true),
    redis: z.boolean().default(false),
    functions: z.boolean().default(false),
    mail: z.boolean().default(false),
    search: z.boolean().default(false),
    monitoring: z.boolean().default(false),
  }),
});
export type InitInput = z.infer<typeof initInputSchema>;

export const initialisedSchema = z.object({
  domain: z.string(),
  services: z.array(z.string()),
  credentials: z.object({ hasuraAdminSecret: z.string() }),
});

export const builtSchema = z.object({
  changed: z.boolean(),
  files: z.array(z.object({ path: z.string(), sha256: z.string() })),
});

export const serviceStatusSchema = z.enum(["healthy", "degraded", "unhealthy", "starting", "stopped"]);
export const serviceReportSchema = z.object({
  name: z.string(),
  kind: z.enum(["required", "optional", "plugin"]),
  status: serviceStatusSchema,
  latencyMs: z.number().nonnegative().nullable(),
  detail: z.string().nullable(),
});
export type ServiceReport = z.infer<typeof serviceReportSchema>;

/** `nself start` and `nself stop`. */
export const startedSchema = z.object({ services: z.array(serviceReportSchema) });

/** `nself service restart [service]`: seconds from the order to stop until what was restarted was healthy again. */
export const restartedSchema = z.object({
  restarted: z.array(z.string()),
  awaySeconds: z.number().nonnegative(),
  services: z.array(serviceReportSchema),
});
export type Restarted = z.infer<typeof restartedSchema>;

/**
 * `nself health` and `GET https://<domain>/health`: what really answers, aggregated. "healthy" needs every required
 * service. The HTTP status is 200 when healthy or degraded, else 503.
 */
export const healthReportSchema = z.object({
  status: z.enum(["healthy", "degraded", "unhealthy"]),
  serverId: z.string(),
  domain: z.string(),
  version: z.string(),
  time: z.iso.datetime(),
  services: z.array(serviceReportSchema),
});
export type HealthReport = z.infer<typeof healthReportSchema>;

/** `nself ssl status`, and `nself ssl install`, which reads the PEM chain from standard input, refuses one that does not fit key and domain, swaps and reloads. */
export const certificateReportSchema = z.object({
  placeholder: z.boolean(),
  names: z.array(z.string()),
  issuer: z.string(),
  notAfter: z.iso.datetime(),
  fingerprint: z.string().describe("SHA-256 of the leaf's DER, lower-case hex"),
});

/** `nself ssl csr [--domain <domain>]`: for `<domain>` and `*.<domain>`; the key is made once and never leaves the server, and the request is the same each time. */
export const csrSchema = z.object({ domain: z.string(), csr: z.string() });

export const installedPluginSchema = z.object({
  name: z.string(),
  version: z.string(),
  sha256: z.string(),
  keyId: z.string().describe("which registry key signed the index that named this package"),
});
/** `nself plugin install <name>@<version>…` (all or none), `plugin remove <name>…` and `plugin list`. */
export const pluginsSchema = z.object({ plugins: z.array(installedPluginSchema) });

/** `nself license set` reads the key from standard input. Only a hash is ever printed. */
export const licenseSetSchema = z.object({ keyHash: z.string() });

export const statusSchema = z.object({
  version: z.string(),
  runtime: z.enum(["compose", "process"]),
  serverId: z.string(),
  domain: z.string(),
  services: z.array(serviceReportSchema),
  plugins: z.array(installedPluginSchema),
  certificate: certificateReportSchema.nullable(),
});

export const doctorSchema = z.object({
  checks: z.array(
    z.object({
      name: z.string(),
      status: z.enum(["ok", "warn", "fail"]),
      detail: z.string(),
      fix: z.string().nullable(),
    }),
  ),
});

export const logsSchema = z.object({ service: z.string(), lines: z.array(z.string()) });
export const versionSchema = z.object({ version: z.string(), runtime: z.enum(["compose", "process"]) });
