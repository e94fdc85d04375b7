// tsyringe, inside @peculiar/x509, wants it before anything else.
import "reflect-metadata";

import { createPublicKey, type KeyObject } from "node:crypto";
import {
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
} from "@peculiar/x509";
import { readText, writeFileAtomically } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import { certificateNames } from "./certificate-names";
import { ensureTlsKey } from "./key";
import { signingAlgorithm, toKeyPair } from "./web-crypto";

/**
 * The certificate request (PEM) for the domain and its wildcard, signed by the server's key. It is made once and kept: each
 * signature is another text, and to the control plane another request is another certificate, which the CA counts.
 */
export async function certificateRequest(paths: Paths, domain: string): Promise<string> {
  const key = await ensureTlsKey(paths);
  const kept = await readText(paths.tlsRequest);
  if (kept !== null && asksFor(kept, key, domain)) return kept;
  const request = await Pkcs10CertificateRequestGenerator.create({
    // Common names end at 64 characters (RFC 5280, upper bounds); the names that count are the alternative ones.
    name: domain.length <= 64 ? `CN=${domain}` : "",
    keys: await toKeyPair(key),
    signingAlgorithm,
    extensions: [
      new SubjectAlternativeNameExtension(
        certificateNames(domain).map((name) => ({ type: "dns" as const, value: name })),
      ),
    ],
  });
  const pem = `${request.toString("pem").trim()}\n`;
  await writeFileAtomically(paths.tlsRequest, pem, 0o600);
  return pem;
}

function asksFor(pem: string, key: KeyObject, domain: string): boolean {
  let request: Pkcs10CertificateRequest;
  try {
    request = new Pkcs10CertificateRequest(pem);
  } catch {
    return false;
  }
  const spki = createPublicKey(key).export({ type: "spki", format: "der" });
  const names = request.extensions.flatMap((extension) =>
    extension instanceof SubjectAlternativeNameExtension ? extension.names.toJSON() : [],
  );
  return (
    spki.equals(Buffer.from(request.publicKey.rawData)) &&
    names.map(({ value }) => value).join() === certificateNames(domain).join()
  );
}
