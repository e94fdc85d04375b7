import * as x509 from "./x509";

/** RFC 9773 4.1: base64url of the authority key identifier, a dot, base64url of the serial number's octets. */
export function certificateIdOf(certificate: x509.X509Certificate): string {
  const authority = certificate.getExtension(x509.AuthorityKeyIdentifierExtension);
  const part = (hex: string) =>
    Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex").toString("base64url");
  return `${part(authority?.keyId ?? "")}.${part(certificate.serialNumber)}`;
}
