import type { KeyObject, X509Certificate } from "node:crypto";
import { createPublicKey } from "node:crypto";
import { Failure } from "@/cli/lib/failure";
import { certificateNames } from "./certificate-names";
import { namesOf } from "./inspect";

const refuse = (code: string, message: string) => new Failure(code, message, { hint: "nself ssl csr" });

/**
 * Refuses a chain that could not be served: the leaf must come first, belong to our key, carry the domain and its wildcard and be valid
 * now; each certificate must be signed by the one after it. Trust in the root is the client's affair.
 */
export function checkChain(
  chain: X509Certificate[],
  key: KeyObject,
  domain: string,
  now: Date,
): X509Certificate {
  const [leaf] = chain;
  if (!leaf) throw refuse("certificate_malformed", "Standard input holds no certificate");
  const spki = (entry: KeyObject) => entry.export({ type: "spki", format: "der" }).toString("hex");
  if (spki(leaf.publicKey) !== spki(createPublicKey(key))) {
    throw refuse("certificate_key_mismatch", "The certificate was not made for this server's key");
  }
  const missing = certificateNames(domain).filter((name) => !namesOf(leaf).includes(name));
  if (missing.length > 0) {
    throw refuse("certificate_name_mismatch", `The certificate does not name ${missing.join(" and ")}`);
  }
  if (now < new Date(leaf.validFrom))
    throw refuse("certificate_not_valid", "The certificate is not valid yet");
  if (now >= new Date(leaf.validTo)) throw refuse("certificate_not_valid", "The certificate has expired");
  for (const [index, certificate] of chain.entries()) {
    const issuer = chain[index + 1];
    if (issuer && !(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))) {
      throw refuse("certificate_chain_broken", "The certificates of the chain are not in order");
    }
  }
  return leaf;
}
