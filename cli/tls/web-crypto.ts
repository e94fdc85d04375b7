// tsyringe, inside @peculiar/x509, wants it before anything else.
import "reflect-metadata";

import { createPublicKey, type KeyObject, webcrypto } from "node:crypto";
import { cryptoProvider } from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
export const signingAlgorithm = algorithm;

/** The key as @peculiar/x509 wants it. Node 18 has WebCrypto, but not as a global. */
export async function toKeyPair(key: KeyObject): Promise<CryptoKeyPair> {
  const { subtle } = webcrypto;
  cryptoProvider.set(webcrypto as Crypto);
  const pkcs8 = key.export({ type: "pkcs8", format: "der" });
  const spki = createPublicKey(key).export({ type: "spki", format: "der" });
  return {
    privateKey: (await subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"])) as CryptoKey,
    publicKey: (await subtle.importKey("spki", spki, algorithm, true, ["verify"])) as CryptoKey,
  };
}
