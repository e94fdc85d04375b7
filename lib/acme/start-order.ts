import { callAcme } from "./call-acme";
import type { Acme } from "./open-acme";
import { type OpenOrder, toOrder, withAuthorizations } from "./order";

/**
 * Orders a certificate for these names. Save its URL at once: everything after it resumes from there, and the CA counts
 * orders. Nothing is to be proven when the account has proven all names lately.
 */
export async function startOrder(acme: Acme, names: string[]): Promise<OpenOrder> {
  const identifiers = names.map((value) => ({ type: "dns", value }));
  const order = toOrder(await callAcme(() => acme.client.createOrder({ identifiers })));
  return await withAuthorizations(acme, order);
}
