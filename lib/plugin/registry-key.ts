import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";

/** The registry's Ed25519 key, from the environment (PKCS#8 in base64). */
export function registrySigningKey(): KeyObject {
  return createPrivateKey({
    key: Buffer.from(env().REGISTRY_SIGNING_KEY, "base64"),
    format: "der",
    type: "pkcs8",
  });
}

/** SPKI in base64: what servers pin. */
export function registryPublicKey(): string {
  return publicDer().toString("base64");
}

/** First 16 hex digits of SHA-256 over the SPKI. */
export function registryKeyId(): string {
  return sha256(publicDer()).slice(0, 16);
}

function publicDer(): Buffer {
  return createPublicKey(registrySigningKey()).export({ format: "der", type: "spki" });
}
