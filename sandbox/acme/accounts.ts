import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { AcmeContext, AcmeLinks } from "./acme-context";
import type { Account } from "./acme-store";
import { AcmeProblem, malformed, unauthorized } from "./problem";
import { readSignedRequest, type SignedRequest } from "./signed-request";

const newAccountSchema = z.object({
  contact: z.array(z.string()).optional(),
  termsOfServiceAgreed: z.boolean().optional(),
  onlyReturnExisting: z.boolean().optional(),
});
const updateSchema = z.object({
  contact: z.array(z.string()).optional(),
  status: z.literal("deactivated").optional(),
});
const keyChangeSchema = z.object({ account: z.string(), oldKey: z.record(z.string(), z.unknown()) });

/** RFC 8555 7.3. An external account binding is accepted and not looked at. */
export function newAccount(context: AcmeContext, links: AcmeLinks, request: SignedRequest): Response {
  if (request.account) throw malformed("newAccount is signed with jwk, not kid");
  const input = read(newAccountSchema, request.payload);
  const existing = findByKey(context, request.thumbprint);
  if (existing) {
    if (existing.status !== "valid")
      throw unauthorized(`Account is not valid, has status "${existing.status}"`);
    return showAccount(links, existing, 200);
  }
  if (input.onlyReturnExisting) {
    throw new AcmeProblem(400, "accountDoesNotExist", "No account exists with the provided key");
  }
  if (!input.termsOfServiceAgreed) throw malformed("must agree to terms of service");
  const account = context.store.accounts.put({
    id: randomBytes(8).toString("hex"),
    status: "valid",
    contact: checkContact(input.contact ?? []),
    jwk: request.jwk as Record<string, unknown>,
    thumbprint: request.thumbprint,
    createdAt: new Date().toISOString(),
  });
  return showAccount(links, account, 201);
}

/** RFC 8555 7.3.2 and 7.3.6: reads (POST-as-GET), changes the contacts, or deactivates. */
export function updateAccount(
  context: AcmeContext,
  links: AcmeLinks,
  request: SignedRequest,
  id: string,
): Response {
  const account = requireAccount(request);
  if (account.id !== id) throw unauthorized("Request signing key did not match account key");
  if (request.payload === null) return showAccount(links, account, 200);
  const input = read(updateSchema, request.payload);
  const changed = context.store.accounts.put({
    ...account,
    contact: input.contact ? checkContact(input.contact) : account.contact,
    status: input.status ?? account.status,
  });
  return showAccount(links, changed, 200);
}

export function listOrders(
  context: AcmeContext,
  links: AcmeLinks,
  request: SignedRequest,
  id: string,
): Response {
  const account = requireAccount(request);
  if (account.id !== id) throw unauthorized("Request signing key did not match account key");
  const orders = context.store.orders.all().filter((order) => order.accountId === id);
  return Response.json({ orders: orders.map((order) => links.order(order.id)) });
}

/** RFC 8555 7.3.5: the inner JWS proves the new key, the outer one the old. */
export async function changeKey(
  context: AcmeContext,
  links: AcmeLinks,
  request: SignedRequest,
  url: string,
): Promise<Response> {
  const account = requireAccount(request);
  const inner = await readSignedRequest(JSON.stringify(request.payload), url, context.store, null);
  if (inner.account) throw malformed("The inner JWS carries the new key as jwk");
  const input = read(keyChangeSchema, inner.payload);
  if (input.account.slice(input.account.lastIndexOf("/") + 1) !== account.id) {
    throw malformed("The inner JWS names another account");
  }
  const sameKey = Object.entries(input.oldKey).every(([name, value]) => account.jwk[name] === value);
  if (!sameKey) throw malformed("oldKey is not the key of the account");
  const holder = findByKey(context, inner.thumbprint);
  if (holder) {
    throw new AcmeProblem(409, "malformed", "New key is already in use for a different account", {
      location: links.account(holder.id),
    });
  }
  const jwk = inner.jwk as Record<string, unknown>;
  return showAccount(
    links,
    context.store.accounts.put({ ...account, jwk, thumbprint: inner.thumbprint }),
    200,
  );
}

/** @throws AcmeProblem when the request is signed by a bare key. */
export function requireAccount(request: SignedRequest): Account {
  if (!request.account) throw malformed("No account: this request is signed with kid");
  return request.account;
}

export function read<Schema extends z.ZodType>(schema: Schema, payload: unknown): z.output<Schema> {
  const parsed = schema.safeParse(payload);
  if (!parsed.success) throw malformed(`Payload: ${parsed.error.issues[0]?.message ?? "invalid"}`);
  return parsed.data;
}

function findByKey(context: AcmeContext, thumbprint: string): Account | undefined {
  return context.store.accounts.all().find((account) => account.thumbprint === thumbprint);
}

function checkContact(contact: string[]): string[] {
  for (const address of contact) {
    if (!address.startsWith("mailto:"))
      throw new AcmeProblem(400, "unsupportedContact", "Only mailto contacts are supported");
    if (!/^mailto:[^@\s,?]+@[^@\s,?]+\.[^@\s,?.]+$/.test(address)) {
      throw new AcmeProblem(400, "invalidContact", `"${address}" is no mail address`);
    }
  }
  return contact;
}

function showAccount(links: AcmeLinks, account: Account, status: number): Response {
  return Response.json(
    {
      status: account.status,
      contact: account.contact,
      key: account.jwk,
      createdAt: account.createdAt,
      orders: links.orders(account.id),
    },
    { status, headers: { location: links.account(account.id) } },
  );
}
