// tsyringe, inside @peculiar/x509, wants it before anything else.
import "reflect-metadata";

import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from "@peculiar/x509";
import type { Paths } from "@/cli/lib/paths";
import { certificateNames } from "./certificate-names";
import { ensureTlsKey } from "./key";
import { signingAlgorithm, toKeyPair } from "./web-crypto";

/** A certificate request (PEM) for the domain and its wildcard, signed by the server's key. */
export async function createCsr(paths: Paths, domain: string): Promise<string> {
  const request = await Pkcs10CertificateRequestGenerator.create({
    // Common names end at 64 characters (RFC 5280, upper bounds); the names that count are the alternative ones.
    name: domain.length <= 64 ? `CN=${domain}` : "",
    keys: await toKeyPair(await ensureTlsKey(paths)),
    signingAlgorithm,
    extensions: [
      new SubjectAlternativeNameExtension(
        certificateNames(domain).map((name) => ({ type: "dns" as const, value: name })),
      ),
    ],
  });
  return `${request.toString("pem").trim()}\n`;
}
