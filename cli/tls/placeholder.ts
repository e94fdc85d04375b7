import { writeFileAtomically } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import { inspectCertificate, placeholderOrganisation } from "./inspect";
import { ensureTlsKey } from "./key";

/**
 * A self-signed certificate, so that the gateway can start before the real one is there. Replaced only when it is a placeholder for
 * another domain: a real certificate is never overwritten.
 */
export async function ensurePlaceholder(paths: Paths, domain: string): Promise<void> {
  const present = await inspectCertificate(paths);
  if (present && (!present.placeholder || present.names.includes(domain))) return;
  const { signingAlgorithm, toKeyPair } = await import("./web-crypto");
  const { SubjectAlternativeNameExtension, X509CertificateGenerator } = await import("@peculiar/x509");
  const yearMs = 365 * 86_400_000;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `O=${placeholderOrganisation}`,
    keys: await toKeyPair(await ensureTlsKey(paths)),
    signingAlgorithm,
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + yearMs),
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: "dns", value: domain },
        { type: "dns", value: `*.${domain}` },
      ]),
    ],
  });
  await writeFileAtomically(paths.tlsChain, `${certificate.toString("pem").trim()}\n`);
}
