import type { SandboxContext, Speed } from "@/sandbox/context";
import type { AcmeStore } from "./acme-store";
import type { CertificateAuthority } from "./certificate-authority";
import type { AcmeLimits } from "./rate-limits";

/** What every operation of the CA works with. */
export interface AcmeContext {
  sandbox: SandboxContext;
  store: AcmeStore;
  authority: CertificateAuthority;
  limits: AcmeLimits;
  /** `address:port` of the name server that challenges and CAA are looked up at. */
  dnsAddress: string;
}

/** How long a validation and an issuance take; 0 answers within the request itself. */
export const validationDelayMs: Readonly<Record<Speed, number>> = { instant: 0, demo: 700, real: 4000 };
export const issuanceDelayMs: Readonly<Record<Speed, number>> = { instant: 0, demo: 500, real: 3000 };

/** RFC 8555 links are absolute: they follow the address that the client used. */
export interface AcmeLinks {
  directory: string;
  account(id: string): string;
  orders(accountId: string): string;
  order(id: string): string;
  finalize(orderId: string): string;
  authorization(id: string): string;
  challenge(authorizationId: string): string;
  certificate(id: string): string;
}

/** @param origin e.g. `https://localhost:14000` */
export function linksFor(origin: string): AcmeLinks {
  return {
    directory: `${origin}/directory`,
    account: (id) => `${origin}/account/${id}`,
    orders: (id) => `${origin}/account/${id}/orders`,
    order: (id) => `${origin}/order/${id}`,
    finalize: (id) => `${origin}/order/${id}/finalize`,
    authorization: (id) => `${origin}/authorization/${id}`,
    challenge: (id) => `${origin}/challenge/${id}`,
    certificate: (id) => `${origin}/certificate/${id}`,
  };
}
