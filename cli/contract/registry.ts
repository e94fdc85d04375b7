import { z } from "zod";

/** A plugin's manifest: `plugin.json` at the root of its package, and the entry of the catalogue. */
export const pluginManifestSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  title: z.string(),
  description: z.string(),
  category: z.enum([
    "authentication",
    "automation",
    "commerce",
    "communication",
    "compliance",
    "content",
    "data",
    "development",
    "infrastructure",
    "integrations",
    "media",
    "social",
    "sports",
    "streaming",
  ]),
  tier: z.enum(["free", "pro"]),
  image: z.string().describe("repository:tag, never latest"),
  port: z.number().int().min(1024).max(65535),
  route: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .nullable()
    .describe("subdomain label, null when not reachable from outside"),
  healthPath: z.string().startsWith("/"),
  memoryMb: z.number().int().positive(),
  env: z.array(
    z.object({
      name: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
      required: z.boolean(),
      secret: z.boolean(),
      default: z
        .string()
        .nullable()
        .describe("may name $DATABASE_URL, $PLUGIN_INTERNAL_SECRET, $DOMAIN and $REDIS_URL, in braces"),
      description: z.string(),
    }),
  ),
});
export type PluginManifest = z.infer<typeof pluginManifestSchema>;

/** What the registry signs. `version` only grows; an index that is expired or older than the last one seen is refused. */
export const registryIndexSchema = z.object({
  version: z.number().int().positive(),
  issuedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  plugins: z.array(
    pluginManifestSchema.extend({
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      sizeBytes: z.number().int().positive(),
      path: z.string().describe("relative to the registry's URL: packages/<name>-<version>.tgz"),
    }),
  ),
});
export type RegistryIndex = z.infer<typeof registryIndexSchema>;

/** `GET {registryUrl}/index.json`: `signature` is Ed25519 over the bytes of `payload` after base64 decoding; both base64. */
export const signedIndexSchema = z.object({
  keyId: z.string().describe("first 16 hex digits of SHA-256 over the SPKI"),
  payload: z.base64(),
  signature: z.base64(),
});
