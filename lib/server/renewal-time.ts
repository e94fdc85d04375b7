import type { X509Certificate } from "node:crypto";

/**
 * From when on a certificate is to be renewed: when a third of its life is left, which is 30 days of 90 (Let's Encrypt,
 * "Integration guide"). The rest is for a CA that is down, and for people.
 */
export function renewalTime({ validFrom, validTo }: X509Certificate): Date {
  const end = Date.parse(validTo);
  return new Date(end - (end - Date.parse(validFrom)) / 3);
}
