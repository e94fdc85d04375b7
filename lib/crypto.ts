import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { env } from "./env";

/**
 * Seals a secret under AES-256-GCM (NIST SP 800-38D). `place` is "<table>.<column>.<row id>" and is bound as
 * additional data, so that a sealed value copied to another row or column does not open.
 * Shape: `v1.<nonce>.<ciphertext+tag>` in base64url.
 */
export function seal(plain: string, place: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", encryptionKey(), nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1.${nonce.toString("base64url")}.${sealed.toString("base64url")}`;
}

/** Opens what `seal` made for the same place; throws when anything was changed. */
export function open(sealed: string, place: string): string {
  const [version, nonce, body] = sealed.split(".");
  if (version !== "v1" || !nonce || !body) throw new Error(`sealed value at ${place} has an unknown shape`);
  const bytes = Buffer.from(body, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", encryptionKey(), Buffer.from(nonce, "base64url"));
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
}

function encryptionKey(): Buffer {
  return Buffer.from(env().ENCRYPTION_KEY, "base64");
}

/** 256 random bits as text: unguessable, so a plain hash of it is enough at rest. */
export function newToken(prefix = ""): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}

export function sha256(value: string | Uint8Array): string {
  return createHash("sha256").update(value).digest("hex");
}
