import { createHash, createPublicKey, verify } from "node:crypto";
import { type RegistryIndex, registryIndexSchema, signedIndexSchema } from "@/cli/contract/registry";
import { Failure } from "@/cli/lib/failure";

export interface VerifiedIndex {
  index: RegistryIndex;
  keyId: string;
}

const tampered = (message: string, cause?: unknown) => new Failure("package_tampered", message, { cause });

/** First 16 hex digits of SHA-256 over the SPKI (DER). */
export const keyIdOf = (spki: Buffer) => createHash("sha256").update(spki).digest("hex").slice(0, 16);

/**
 * The index, if the pinned key signed exactly these bytes, it has not expired and is not older than the last one seen.
 * Whatever cannot be verified is refused.
 */
export function verifyIndex(
  bytes: Buffer,
  trust: { publicKey: string; lastVersion: number; now: Date },
): VerifiedIndex {
  let payload: Buffer;
  let keyId: string;
  try {
    const signed = signedIndexSchema.parse(JSON.parse(bytes.toString("utf8")));
    const spki = Buffer.from(trust.publicKey, "base64");
    const key = createPublicKey({ key: spki, format: "der", type: "spki" });
    keyId = keyIdOf(spki);
    payload = Buffer.from(signed.payload, "base64");
    const genuine =
      key.asymmetricKeyType === "ed25519" &&
      signed.keyId === keyId &&
      verify(null, payload, key, Buffer.from(signed.signature, "base64"));
    if (!genuine) throw tampered("The registry's index is not signed by the key this server trusts");
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw tampered("The registry's index cannot be read", error);
  }
  const parsed = registryIndexSchema.safeParse(parseJson(payload));
  if (!parsed.success) throw tampered("The registry's index has an unknown shape", parsed.error);
  const index = parsed.data;
  if (new Date(index.expiresAt) <= trust.now) {
    throw new Failure("index_expired", `The registry's index expired at ${index.expiresAt}`);
  }
  if (index.version < trust.lastVersion) {
    throw new Failure(
      "index_rolled_back",
      `The registry's index is version ${index.version}, but ${trust.lastVersion} was seen before`,
    );
  }
  return { index, keyId };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
}
