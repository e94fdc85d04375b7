import { X509Certificate } from "node:crypto";
import { Failure } from "@/cli/lib/failure";
import { readText } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";

/** Marks our own self-signed certificate, in its issuer and in reports. */
export const placeholderOrganisation = "nself placeholder";

export interface CertificateReport {
  placeholder: boolean;
  names: string[];
  issuer: string;
  notAfter: string;
  fingerprint: string;
}

/** The certificates of a PEM chain in their order. */
export function parseChain(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    throw new Failure("certificate_malformed", "The certificate cannot be read", { cause: error });
  }
}

export const fingerprintOf = (certificate: X509Certificate) =>
  certificate.fingerprint256.replaceAll(":", "").toLowerCase();

export function namesOf(certificate: X509Certificate): string[] {
  return (certificate.subjectAltName ?? "")
    .split(", ")
    .filter((entry) => entry.startsWith("DNS:"))
    .map((entry) => entry.slice(4).toLowerCase());
}

export function reportOf(leaf: X509Certificate): CertificateReport {
  return {
    placeholder: leaf.issuer.includes(`O=${placeholderOrganisation}`),
    names: namesOf(leaf),
    issuer: leaf.issuer.split("\n").join(", "),
    notAfter: new Date(leaf.validTo).toISOString(),
    fingerprint: fingerprintOf(leaf),
  };
}

/** What is installed, null when there is nothing. */
export async function inspectCertificate(paths: Paths): Promise<CertificateReport | null> {
  const [leaf] = parseChain((await readText(paths.tlsChain)) ?? "");
  return leaf ? reportOf(leaf) : null;
}
