import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { readJsonFile, writeJsonFile } from "@/sandbox/json-file";
import * as x509 from "./x509";

const keyAlgorithm = { name: "ECDSA", namedCurve: "P-256" };
const signatureAlgorithm = { name: "ECDSA", hash: "SHA-256" };
/** Certificates begin an hour in the past, as Let's Encrypt's do, for clients whose clocks are slow. */
const hourMs = 3_600_000;
const dayMs = 86_400_000;

const fileSchema = z.object({
  rootPem: z.string(),
  intermediatePem: z.string(),
  intermediateKey: z.string(),
});

export interface IssuedCertificate {
  leaf: x509.X509Certificate;
  /** Leaf and intermediate, as Let's Encrypt delivers it; the root is in the client's trust store. */
  chainPem: string;
}

/** The sandbox's CA: root → intermediate → leaves. Root and intermediate are kept across restarts. */
export class CertificateAuthority {
  readonly rootPem: string;
  #intermediate: x509.X509Certificate;
  #key: CryptoKey;

  private constructor(rootPem: string, intermediate: x509.X509Certificate, key: CryptoKey) {
    this.rootPem = rootPem;
    this.#intermediate = intermediate;
    this.#key = key;
  }

  static async open(dataDir: string): Promise<CertificateAuthority> {
    const path = join(dataDir, "ca", "authority.json");
    let kept = readJsonFile(path, fileSchema);
    if (!kept) {
      kept = await createAuthority();
      writeJsonFile(path, kept);
    }
    const der = Buffer.from(kept.intermediateKey, "base64");
    const key = await crypto.subtle.importKey("pkcs8", der, keyAlgorithm, false, ["sign"]);
    return new CertificateAuthority(kept.rootPem, new x509.X509Certificate(kept.intermediatePem), key);
  }

  /**
   * Issues a server certificate.
   * @param names DNS names, or IP addresses for the sandbox's own servers
   */
  async issue(
    names: x509.JsonGeneralNames,
    publicKey: x509.PublicKeyType,
    { lifetimeMs = 90 * dayMs, ageMs = hourMs }: { lifetimeMs?: number; ageMs?: number } = {},
  ): Promise<IssuedCertificate> {
    const notBefore = new Date(Date.now() - ageMs);
    const commonName = names.find(({ type }) => type === "dns")?.value;
    const leaf = await x509.X509CertificateGenerator.create({
      serialNumber: newSerial(),
      subject: commonName !== undefined && commonName.length <= 64 ? `CN=${commonName}` : "",
      issuer: this.#intermediate.subject,
      notBefore,
      notAfter: new Date(notBefore.getTime() + lifetimeMs),
      signingKey: this.#key,
      signingAlgorithm: signatureAlgorithm,
      publicKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
          true,
        ),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(names),
        new x509.CertificatePolicyExtension(["2.23.140.1.2.1"]),
        await x509.SubjectKeyIdentifierExtension.create(publicKey),
        await x509.AuthorityKeyIdentifierExtension.create(this.#intermediate.publicKey),
      ],
    });
    return { leaf, chainPem: `${leaf.toString("pem")}\n${this.#intermediate.toString("pem")}\n` };
  }
}

async function createAuthority(): Promise<z.output<typeof fileSchema>> {
  const now = Date.now();
  const rootKeys = await crypto.subtle.generateKey(keyAlgorithm, true, ["sign", "verify"]);
  const keys = await crypto.subtle.generateKey(keyAlgorithm, true, ["sign", "verify"]);
  const usages = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    // The mark tells the roots of two sandboxes apart in a trust store.
    name: `CN=Sandbox Root ${randomBytes(3).toString("hex")}, O=Sandbox (not for use on the internet)`,
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + 3650 * dayMs),
    signingAlgorithm: signatureAlgorithm,
    keys: rootKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(usages, true),
      await x509.SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  const intermediate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: "CN=Sandbox Intermediate E1, O=Sandbox (not for use on the internet)",
    issuer: root.subject,
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + 1825 * dayMs),
    signingKey: rootKeys.privateKey,
    signingAlgorithm: signatureAlgorithm,
    publicKey: keys.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(usages, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  // The root's key is not kept: nothing is signed with it again.
  return {
    rootPem: `${root.toString("pem")}\n`,
    intermediatePem: intermediate.toString("pem"),
    intermediateKey: Buffer.from(key).toString("base64"),
  };
}

/** 18 random octets, positive (RFC 5280 4.1.2.2). */
function newSerial(): string {
  const bytes = randomBytes(18);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString("hex");
}
