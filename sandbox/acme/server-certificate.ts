import type { CertificateAuthority } from "./certificate-authority";

/** A fresh certificate of the sandbox's CA for one of the sandbox's own servers on loopback. PEM. */
export async function issueServerCertificate(
  authority: CertificateAuthority,
  domain: string,
): Promise<{ cert: string; key: string }> {
  const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const names = [
    { type: "dns" as const, value: "localhost" },
    { type: "dns" as const, value: `acme.${domain}` },
    { type: "ip" as const, value: "127.0.0.1" },
  ];
  const { chainPem } = await authority.issue(names, keys.publicKey);
  const der = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return {
    cert: chainPem,
    key: `-----BEGIN PRIVATE KEY-----\n${der.match(/.{1,64}/g)?.join("\n")}\n-----END PRIVATE KEY-----\n`,
  };
}
