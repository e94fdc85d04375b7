/** What ɳSelf Cloud adds to the provider's price, in the provider's currency. */
const managementFeeCents = 200;

/** Provider backups cost a fifth of the server's price (provider's price list). */
const providerBackupFactor = 1.2;

/** What the customer pays a month for a server that costs us `providerCents`: it, its provider backups, and our fee. */
export function monthlyPriceCents(providerCents: number): number {
  return Math.ceil(providerCents * providerBackupFactor) + managementFeeCents;
}
