import { randomBytes } from "node:crypto";
import { z } from "zod";
import { read, requireAccount } from "./accounts";
import type { AcmeContext, AcmeLinks } from "./acme-context";
import type { Authorization } from "./acme-store";
import { profileLifetimesMs } from "./directory";
import { showOrder } from "./orders";
import { AcmeProblem, malformed } from "./problem";
import { checkRateLimits } from "./rate-limits";
import type { SignedRequest } from "./signed-request";

const newOrderSchema = z.object({
  identifiers: z
    .array(z.object({ type: z.string(), value: z.string() }))
    .min(1)
    .max(100),
  notBefore: z.string().optional(),
  notAfter: z.string().optional(),
  profile: z.string().optional(),
  replaces: z.string().optional(),
});
const weekMs = 7 * 86_400_000;

/** RFC 8555 7.4. A valid authorization of the account is used again. `expired` makes an order that is already over. */
export async function newOrder(
  context: AcmeContext,
  links: AcmeLinks,
  request: SignedRequest,
  named: string | null,
): Promise<Response> {
  const account = requireAccount(request);
  const input = read(newOrderSchema, request.payload);
  if (input.notBefore !== undefined || input.notAfter !== undefined) {
    throw malformed("NotBefore and NotAfter are not supported");
  }
  const profile = input.profile ?? "classic";
  if (!(profile in profileLifetimesMs))
    throw new AcmeProblem(400, "invalidProfile", `Profile "${profile}" is not one of ours`);
  const names = [
    ...new Set(input.identifiers.map((identifier) => checkIdentifier(identifier, context.sandbox.domain))),
  ];
  checkReplaces(context, input.replaces, names);
  const now = Date.now();
  const order = { accountId: account.id, names, replaces: input.replaces !== undefined };
  checkRateLimits(context.store, context.limits, context.sandbox.domain, order, now);

  const expiresAt = new Date(named === "expired" ? now : now + weekMs).toISOString();
  const created = context.store.orders.put({
    id: randomBytes(8).toString("hex"),
    accountId: account.id,
    identifiers: names.map((value) => ({ type: "dns", value })),
    authorizationIds: names.map((name) => findOrCreateAuthorization(context, account.id, name).id),
    status: "pending",
    profile,
    ...(input.replaces === undefined ? {} : { replaces: input.replaces }),
    expiresAt,
    createdAt: new Date(now).toISOString(),
  });
  return showOrder(context, links, created, 201);
}

function checkIdentifier({ type, value }: { type: string; value: string }, domain: string): string {
  if (type !== "dns")
    throw new AcmeProblem(400, "unsupportedIdentifier", `Identifier type ${type} is not supported`);
  const name = value.toLowerCase();
  const bare = name.replace(/^\*\./, "");
  const labels = bare.split(".");
  const wellFormed =
    bare.length <= 253 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  if (!wellFormed) throw malformed(`Invalid identifier "${value}"`);
  if (bare !== domain && !bare.endsWith(`.${domain}`)) {
    throw new AcmeProblem(
      400,
      "rejectedIdentifier",
      `The sandbox issues for names under ${domain} only, not for ${name}`,
    );
  }
  return name;
}

/** RFC 9773 5: the replaced certificate is the account's, shares a name, and was not replaced before. */
function checkReplaces(context: AcmeContext, replaces: string | undefined, names: readonly string[]): void {
  if (replaces === undefined) return;
  const certificate = context.store.certificates.get(replaces);
  if (!certificate) throw malformed("replaces names no certificate of ours");
  if (!certificate.names.some((name) => names.includes(name)))
    throw malformed("replaces shares no name with the order");
  const rival = context.store.orders
    .all()
    .find((order) => order.replaces === replaces && order.status !== "invalid");
  if (rival)
    throw new AcmeProblem(409, "alreadyReplaced", "The certificate was already replaced by another order");
}

function findOrCreateAuthorization(context: AcmeContext, accountId: string, name: string): Authorization {
  const wildcard = name.startsWith("*.");
  const value = name.replace(/^\*\./, "");
  const now = Date.now();
  const usable = context.store.authorizations
    .all()
    .find(
      (candidate) =>
        candidate.accountId === accountId &&
        candidate.identifier.value === value &&
        candidate.wildcard === wildcard &&
        candidate.status === "valid" &&
        Date.parse(candidate.expiresAt) > now,
    );
  if (usable) return usable;
  return context.store.authorizations.put({
    id: randomBytes(8).toString("hex"),
    accountId,
    identifier: { type: "dns", value },
    wildcard,
    status: "pending",
    expiresAt: new Date(now + weekMs).toISOString(),
    challenge: {
      id: randomBytes(8).toString("hex"),
      type: "dns-01",
      token: randomBytes(32).toString("base64url"),
      status: "pending",
    },
  });
}
