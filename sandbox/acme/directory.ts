import { issuerNames } from "./caa";

const dayMs = 86_400_000;

/** Let's Encrypt's profiles and how long their certificates live. */
export const profileLifetimesMs: Readonly<Record<string, number>> = {
  classic: 90 * dayMs,
  tlsserver: 45 * dayMs,
  shortlived: 160 * 3_600_000,
};

/** RFC 8555 7.1.1. */
export function showDirectory(origin: string): Response {
  return Response.json({
    newNonce: `${origin}/new-nonce`,
    newAccount: `${origin}/new-account`,
    newOrder: `${origin}/new-order`,
    revokeCert: `${origin}/revoke-cert`,
    keyChange: `${origin}/key-change`,
    renewalInfo: `${origin}/renewal-info`,
    meta: {
      termsOfService: `${origin}/terms`,
      website: `${origin}/`,
      caaIdentities: issuerNames,
      externalAccountRequired: false,
      profiles: { classic: "90 days", tlsserver: "45 days", shortlived: "160 hours" },
    },
  });
}
