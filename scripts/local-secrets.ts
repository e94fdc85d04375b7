import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const schema = z.object({
  authSecret: z.string(),
  encryptionKey: z.string(),
  registrySigningKey: z.string(),
  inngestEventKey: z.string(),
  inngestSigningKey: z.string(),
  apiToken: z.string(),
  licenseKey: z.string(),
});
export type LocalSecrets = z.infer<typeof schema>;

export function newLocalSecrets(): LocalSecrets {
  const signing = generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" });
  const random = (encoding: BufferEncoding) => randomBytes(32).toString(encoding);
  return {
    authSecret: random("base64url"),
    encryptionKey: random("base64"),
    registrySigningKey: signing.toString("base64"),
    inngestEventKey: random("hex"),
    inngestSigningKey: `signkey-prod-${random("hex")}`,
    apiToken: `nsc_${random("base64url")}`,
    licenseKey: `nself_plus_${random("hex")}`,
  };
}

/** The secrets of a local installation: made once, kept in `.data` with mode 0600. */
export function readLocalSecrets(dataDir: string): LocalSecrets {
  const file = path.join(dataDir, "secrets.json");
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(newLocalSecrets(), null, 2), { mode: 0o600 });
  return schema.parse(JSON.parse(readFileSync(file, "utf8")));
}
