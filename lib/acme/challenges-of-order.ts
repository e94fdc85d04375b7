import { AppError } from "@/lib/errors";
import { callAcme } from "./call-acme";
import type { Acme } from "./open-acme";
import type { Authorization, OpenOrder } from "./order";

/** A TXT record that has to stand until the CA has looked. */
export interface DnsChallenge {
  /** `_acme-challenge.<domain>`; the same for a domain and its wildcard. */
  recordName: string;
  /** Base64url of a SHA-256; case counts. */
  recordValue: string;
}

/** What an order still has to prove; empty when all is proven (or the order is over). */
export function challengesOfOrder(acme: Acme, { authorizations }: OpenOrder): Promise<DnsChallenge[]> {
  const pending = authorizations.filter(({ status }) => status === "pending");
  return Promise.all(
    pending.map(async (authorization) => ({
      recordName: `_acme-challenge.${authorization.identifier.value}`,
      recordValue: await recordValue(acme, authorization),
    })),
  );
}

/** The dns-01 challenge of an authorization (the only kind that a wildcard may use, RFC 8555 section 8.4). */
export function dnsChallenge(authorization: Authorization) {
  const challenge = authorization.challenges.find(({ type }) => type === "dns-01");
  if (challenge) return { ...challenge, type: "dns-01" as const };
  const internal = `acme: no dns-01 challenge for ${authorization.identifier.value}`;
  throw new AppError("certificate_failed", { internal });
}

function recordValue({ client }: Acme, authorization: Authorization): Promise<string> {
  const { url, token } = dnsChallenge(authorization);
  return callAcme(() =>
    client.getChallengeKeyAuthorization({ type: "dns-01", url, token, status: "pending" }),
  );
}
