import type { AcmeStore, Certificate } from "./acme-store";
import { AcmeProblem } from "./problem";

/** Let's Encrypt's limits by kind (its rate limit page), as sliding windows. */
export interface AcmeLimits {
  /** Real: 50 in 7 days. */
  certificatesPerRegisteredDomain: number;
  /** Real: 5 in 7 days. */
  certificatesPerExactNames: number;
  /** Real: 300 in 3 hours. */
  ordersPerAccount: number;
  /** Real: 5 an hour. */
  failedValidationsPerName: number;
}

/** Wide enough that nobody meets them by accident; the real ones are above. */
export const generousLimits: AcmeLimits = {
  certificatesPerRegisteredDomain: 500,
  certificatesPerExactNames: 100,
  ordersPerAccount: 10_000,
  failedValidationsPerName: 100,
};

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;

interface NewOrder {
  accountId: string;
  /** Lower case, wildcards with their `*.`. */
  names: readonly string[];
  /** Renewals by ARI are exempt from all limits; those of the same names from the first and third. */
  replaces: boolean;
}

/** @throws AcmeProblem `rateLimited` with Retry-After when the order is one too many. */
export function checkRateLimits(
  store: AcmeStore,
  limits: AcmeLimits,
  domain: string,
  order: NewOrder,
  now: number,
): void {
  if (order.replaces) return;
  const exact = keyOf(order.names);
  const certificates = store.certificates.all();
  const twins = certificates.filter((certificate) => keyOf(certificate.names) === exact);
  check(
    limits.certificatesPerExactNames,
    weekMs,
    twins.map(issuedAt),
    now,
    `certificates already issued for ${exact}`,
  );

  for (const name of order.names) {
    const bare = name.replace(/^\*\./, "");
    const failures = store.authorizations
      .all()
      .flatMap(({ accountId, identifier, failedAt }) =>
        accountId === order.accountId && identifier.value === bare && failedAt ? [Date.parse(failedAt)] : [],
      );
    check(limits.failedValidationsPerName, hourMs, failures, now, `failed validations for ${bare}`);
  }
  if (twins.length > 0) return;

  const orders = store.orders.all().filter((candidate) => candidate.accountId === order.accountId);
  check(
    limits.ordersPerAccount,
    3 * hourMs,
    orders.map(({ createdAt }) => Date.parse(createdAt)),
    now,
    "new orders",
  );
  for (const registered of new Set(order.names.map((name) => registeredDomainOf(name, domain)))) {
    const issued = certificates.filter(
      (certificate) =>
        !certificate.renewal &&
        certificate.names.some((name) => registeredDomainOf(name, domain) === registered),
    );
    check(
      limits.certificatesPerRegisteredDomain,
      weekMs,
      issued.map(issuedAt),
      now,
      `certificates already issued for ${registered}`,
    );
  }
}

/** One label below the sandbox's domain, which plays the public suffix. */
export function registeredDomainOf(name: string, domain: string): string {
  const bare = name.replace(/^\*\./, "");
  if (bare === domain) return domain;
  const label = bare
    .slice(0, -(domain.length + 1))
    .split(".")
    .at(-1);
  return `${label}.${domain}`;
}

function check(limit: number, windowMs: number, times: number[], now: number, what: string): void {
  const recent = times.filter((at) => at > now - windowMs).sort((a, b) => a - b);
  if (recent.length < limit) return;
  const freeAt = (recent[recent.length - limit] ?? now) + windowMs;
  const seconds = Math.max(1, Math.ceil((freeAt - now) / 1000));
  throw new AcmeProblem(
    429,
    "rateLimited",
    `too many ${what} (${recent.length}) in the last ${Math.round(windowMs / hourMs)}h, retry after ${new Date(freeAt).toISOString()}`,
    { "retry-after": String(seconds) },
  );
}

const keyOf = (names: readonly string[]) => [...names].sort().join(", ");
const issuedAt = (certificate: Certificate) => Date.parse(certificate.issuedAt);
