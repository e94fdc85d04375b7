import { createPublicKey } from "node:crypto";
import { calculateJwkThumbprint, exportJWK } from "jose";
import { z } from "zod";
import { read, requireAccount } from "./accounts";
import type { AcmeContext } from "./acme-context";
import type { Certificate } from "./acme-store";
import { certificateIdOf } from "./certificate-id";
import { AcmeProblem, malformed, notFound, unauthorized } from "./problem";
import type { SignedRequest } from "./signed-request";
import * as x509 from "./x509";

/** RFC 8555 7.4.2. */
export function downloadCertificate(context: AcmeContext, request: SignedRequest, id: string): Response {
  const account = requireAccount(request);
  const certificate = context.store.certificates.get(id);
  if (!certificate || certificate.accountId !== account.id) throw notFound("certificate");
  return new Response(certificate.chainPem, {
    headers: { "content-type": "application/pem-certificate-chain" },
  });
}

/** RFC 8555 7.6: by the account that ordered it, one that is authorized for all its names, or the certificate's own key. */
export async function revokeCertificate(context: AcmeContext, request: SignedRequest): Promise<Response> {
  const input = read(
    z.object({ certificate: z.string(), reason: z.number().int().optional() }),
    request.payload,
  );
  if (input.reason !== undefined && ![0, 1, 3, 4, 5].includes(input.reason)) {
    throw new AcmeProblem(400, "badRevocationReason", `Reason ${input.reason} is not accepted`);
  }
  let leaf: x509.X509Certificate;
  try {
    leaf = new x509.X509Certificate(Buffer.from(input.certificate, "base64url"));
  } catch {
    throw malformed("Unable to parse the certificate");
  }
  const certificate = context.store.certificates.get(certificateIdOf(leaf));
  if (!certificate) throw notFound("certificate");
  if (!(await mayRevoke(context, request, certificate, leaf)))
    throw unauthorized("Not authorized to revoke this certificate");
  if (certificate.revokedAt) throw new AcmeProblem(400, "alreadyRevoked", "Certificate already revoked");
  context.store.certificates.put({ ...certificate, revokedAt: new Date().toISOString() });
  return new Response(null, { status: 200 });
}

async function mayRevoke(
  context: AcmeContext,
  request: SignedRequest,
  certificate: Certificate,
  leaf: x509.X509Certificate,
): Promise<boolean> {
  const { account } = request;
  if (!account) {
    const key = createPublicKey({ key: Buffer.from(leaf.publicKey.rawData), format: "der", type: "spki" });
    return (await calculateJwkThumbprint(await exportJWK(key))) === request.thumbprint;
  }
  if (account.id === certificate.accountId) return true;
  const held = context.store.authorizations
    .all()
    .filter(
      ({ accountId, status, expiresAt }) =>
        accountId === account.id && status === "valid" && Date.parse(expiresAt) > Date.now(),
    )
    .map(({ identifier, wildcard }) => (wildcard ? `*.${identifier.value}` : identifier.value));
  return certificate.names.every((name) => held.includes(name));
}

/** RFC 9773 4.2: renew after two thirds of the life; at once when revoked, or under the named effect `renewNow`. */
export function renewalInfo(context: AcmeContext, id: string, named: string | null): Response {
  const certificate = context.store.certificates.get(id);
  if (!certificate) throw notFound("certificate");
  const start = Date.parse(certificate.notBefore);
  const lifetimeMs = Date.parse(certificate.notAfter) - start;
  const atOnce = certificate.revokedAt !== undefined || named === "renewNow";
  const opensAt = atOnce ? Date.now() - 3_600_000 : start + (lifetimeMs * 2) / 3;
  const closesAt = atOnce ? Date.now() - 60_000 : opensAt + lifetimeMs / 45;
  return Response.json(
    { suggestedWindow: { start: new Date(opensAt).toISOString(), end: new Date(closesAt).toISOString() } },
    { headers: { "retry-after": "21600" } },
  );
}
