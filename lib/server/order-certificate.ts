import { X509Certificate } from "node:crypto";
import { createAcmeAccountKey } from "@/lib/acme/acme-account";
import { challengesOfOrder } from "@/lib/acme/challenges-of-order";
import { completeOrder } from "@/lib/acme/complete-order";
import { DeadOrderError } from "@/lib/acme/dead-order";
import { type Acme, openAcme } from "@/lib/acme/open-acme";
import { type OpenOrder, openOrder } from "@/lib/acme/order";
import { startOrder } from "@/lib/acme/start-order";
import { now } from "@/lib/clock";
import { open, seal } from "@/lib/crypto";
import { db } from "@/lib/db";
import { checkAuthoritative } from "@/lib/dns/check-authoritative";
import { ensureRecords } from "@/lib/dns/ensure-records";
import { removeRecords } from "@/lib/dns/remove-records";
import { env } from "@/lib/env";
import { newId } from "@/lib/ids";
import type { Certificate, Server } from "@/prisma/client/client";
import { renewalTime } from "./renewal-time";
import { serverDnsNames } from "./server-names";

/**
 * The server's certificate for its domain and wildcard, by DNS-01 with the server's own request: its key stays there and
 * our zone token stays here. Order and certificate are kept, so a repeat resumes, and issues nothing twice for the same
 * request before it is to be renewed. Null while the CA or the name servers are not there yet: call again.
 */
export async function orderCertificate(server: Server, csr: string): Promise<Certificate | null> {
  const { id: serverId, domain } = server;
  const where = { serverId_domain: { serverId, domain } };
  let certificate = await db().certificate.upsert({
    where,
    create: { id: newId("certificate"), serverId, domain, csr },
    update: {},
  });
  if (certificate.csr !== csr) {
    // What is installed goes on serving until the new one is there, and stays due when that fails.
    const data = { csr, orderUrl: null, certificatePem: null };
    certificate = await db().certificate.update({ where, data });
  }
  if (isToBeUsed(certificate)) return certificate;
  const { orderUrl } = certificate;
  const acme = await openAccount();
  try {
    const order = orderUrl ? await openOrder(acme, orderUrl) : await begin(acme, certificate);
    if (!(await showChallenges(acme, server, order))) return null;
    const completed = await completeOrder(acme, order, csr);
    if (completed.status === "pending") return null;
    await removeRecords({ owner: serverId, names: [`_acme-challenge.${domain}`] });
    const { certificatePem } = completed;
    return await db().certificate.update({ where, data: { certificatePem, orderUrl: null } });
  } catch (error) {
    // A dead order is forgotten, so that the next try begins a new one.
    if (error instanceof DeadOrderError) await db().certificate.update({ where, data: { orderUrl: null } });
    throw error;
  }
}

/** What is not installed yet is used as long as it is valid; what is installed, until it is to be renewed. */
function isToBeUsed({ certificatePem, fingerprint }: Certificate): boolean {
  if (!certificatePem) return false;
  const leaf = new X509Certificate(certificatePem);
  const installed = leaf.fingerprint256.replaceAll(":", "").toLowerCase() === fingerprint;
  return now() < (installed ? renewalTime(leaf) : new Date(leaf.validTo));
}

async function begin(acme: Acme, certificate: Certificate): Promise<OpenOrder> {
  const order = await startOrder(acme, serverDnsNames(certificate.domain));
  await db().certificate.update({ where: { id: certificate.id }, data: { orderUrl: order.raw.url } });
  return order;
}

/** Puts up the TXT records that the order asks for; true when the authoritative servers show them. */
async function showChallenges(acme: Acme, server: Server, order: OpenOrder): Promise<boolean> {
  const challenges = await challengesOfOrder(acme, order);
  const [first] = challenges;
  if (!first) return true;
  const records = challenges.map(({ recordName, recordValue }) => {
    return { type: "TXT" as const, name: recordName, content: recordValue, ttlSeconds: 60 };
  });
  await ensureRecords({ owner: server.id, records });
  return await checkAuthoritative(
    first.recordName,
    "TXT",
    challenges.map((challenge) => challenge.recordValue),
  );
}

/** One account for the installation, as the CA asks of hosters; made at first use, by whoever comes first. */
async function openAccount(): Promise<Acme> {
  const directoryUrl = env().ACME_DIRECTORY_URL;
  const place = `AcmeAccount.key.${directoryUrl}`;
  const known = await db().acmeAccount.findUnique({ where: { directoryUrl } });
  const account =
    known ??
    (await db().acmeAccount.upsert({
      where: { directoryUrl },
      create: { directoryUrl, key: seal(await createAcmeAccountKey(), place) },
      update: {},
    }));
  const acme = await openAcme({ accountKey: open(account.key, place), accountUrl: account.accountUrl });
  if (!account.accountUrl) {
    await db().acmeAccount.update({ where: { directoryUrl }, data: { accountUrl: acme.accountUrl } });
  }
  return acme;
}
