import { callAcme } from "./call-acme";
import { challengesOf, type DnsChallenge } from "./challenges-of-order";
import type { Acme } from "./open-acme";
import { readAuthorizations, toOrder } from "./order";

/**
 * Orders a certificate for these names. Save `orderUrl` at once: everything after it resumes from there, and the CA counts
 * orders. `challenges` is empty when the account has proven all names lately.
 */
export async function startOrder(
  acme: Acme,
  names: string[],
): Promise<{ orderUrl: string; challenges: DnsChallenge[] }> {
  const identifiers = names.map((value) => ({ type: "dns", value }));
  const order = toOrder(await callAcme(() => acme.client.createOrder({ identifiers })));
  const challenges = await challengesOf(acme, await readAuthorizations(acme, order));
  return { orderUrl: order.raw.url, challenges };
}
