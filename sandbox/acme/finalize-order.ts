import { createPublicKey } from "node:crypto";
import { calculateJwkThumbprint, exportJWK } from "jose";
import { z } from "zod";
import { read } from "./accounts";
import { type AcmeContext, type AcmeLinks, issuanceDelayMs } from "./acme-context";
import type { Order } from "./acme-store";
import { certificateIdOf } from "./certificate-id";
import { profileLifetimesMs } from "./directory";
import { requireOrder, settleOrder, showOrder } from "./orders";
import { AcmeProblem } from "./problem";
import type { SignedRequest } from "./signed-request";
import * as x509 from "./x509";

const dayMs = 86_400_000;

const badCsr = (detail: string) => new AcmeProblem(400, "badCSR", detail);

/** RFC 8555 7.4: issues what the CSR asks for. The named effect `processing` leaves the order so for ever, `nearlyOver` issues for 90 days of which 29 are left. */
export async function finalizeOrder(
  context: AcmeContext,
  links: AcmeLinks,
  request: SignedRequest,
  id: string,
  named: string | null,
): Promise<Response> {
  const found = requireReady(await settleOrder(context, requireOrder(context, request, id)));
  const { csr: encoded } = read(z.object({ csr: z.string() }), request.payload);
  const names = found.identifiers.map(({ value }) => value);
  const csr = await readCsr(encoded, names, request.thumbprint);
  // Looked at again and taken in one go, so that of two requests at once only one gets a certificate.
  const order = requireReady(requireOrder(context, request, id));
  context.store.orders.put({ ...order, status: "processing", validAt: null });
  const { leaf, chainPem } = await context.authority.issue(
    names.map((value) => ({ type: "dns", value })),
    csr.publicKey,
    { lifetimeMs: profileLifetimesMs[order.profile], ageMs: named === "nearlyOver" ? 61 * dayMs : undefined },
  );
  const certificate = context.store.certificates.put({
    id: certificateIdOf(leaf),
    accountId: order.accountId,
    orderId: order.id,
    names,
    chainPem,
    leafDer: Buffer.from(leaf.rawData).toString("base64"),
    notBefore: leaf.notBefore.toISOString(),
    notAfter: leaf.notAfter.toISOString(),
    issuedAt: new Date().toISOString(),
    renewal: order.replaces !== undefined,
  });
  const delayMs = issuanceDelayMs[context.sandbox.speed];
  const processing = context.store.orders.put({
    ...order,
    status: "processing",
    certificateId: certificate.id,
    validAt: named === "processing" ? null : new Date(Date.now() + delayMs).toISOString(),
  });
  context.sandbox.log("acme.issued", { names, certificateId: certificate.id });
  return showOrder(context, links, processing);
}

function requireReady(order: Order): Order {
  if (order.status === "ready") return order;
  throw new AcmeProblem(
    403,
    "orderNotReady",
    `Order's status ("${order.status}") is not acceptable for finalization`,
  );
}

async function readCsr(encoded: string, names: readonly string[], accountThumbprint: string) {
  let csr: x509.Pkcs10CertificateRequest;
  try {
    csr = new x509.Pkcs10CertificateRequest(Buffer.from(encoded, "base64url"));
  } catch {
    throw badCsr("Error parsing certificate request");
  }
  if (!(await csr.verify().catch(() => false)))
    throw badCsr("Signature on the certificate request does not verify");
  const asked = namesOf(csr);
  if (asked.length !== names.length || !asked.every((name) => names.includes(name))) {
    throw badCsr(`CSR names (${asked.join(", ")}) are not those of the order (${names.join(", ")})`);
  }
  const key = createPublicKey({ key: Buffer.from(csr.publicKey.rawData), format: "der", type: "spki" });
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const strong =
    key.asymmetricKeyType === "rsa"
      ? (modulusLength ?? 0) >= 2048
      : ["prime256v1", "secp384r1"].includes(namedCurve ?? "");
  if (!strong)
    throw new AcmeProblem(400, "badPublicKey", "Key must be RSA of 2048 bits or more, P-256 or P-384");
  if ((await calculateJwkThumbprint(await exportJWK(key))) === accountThumbprint) {
    throw new AcmeProblem(400, "badPublicKey", "Certificate public key must be different than account key");
  }
  return csr;
}

/** Subject alternative names and the common name, lower case, each once. */
function namesOf(csr: x509.Pkcs10CertificateRequest): string[] {
  const extension = csr.getExtension("2.5.29.17");
  const alternatives = extension instanceof x509.SubjectAlternativeNameExtension ? extension.names.items : [];
  if (alternatives.some(({ type }) => type !== "dns"))
    throw badCsr("CSR contains names that are no DNS names");
  const common = csr.subjectName.getField("CN");
  return [
    ...new Set([...alternatives.map(({ value }) => value), ...common].map((name) => name.toLowerCase())),
  ];
}
