import acme from "acme-client";

/** A new account key (ECDSA P-256) as PEM. One account serves the whole installation. */
export async function createAcmeAccountKey(): Promise<string> {
  return (await acme.crypto.createPrivateEcdsaKey("P-256")).toString();
}
