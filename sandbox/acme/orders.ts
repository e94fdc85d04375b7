import { requireAccount } from "./accounts";
import type { AcmeContext, AcmeLinks } from "./acme-context";
import type { Order } from "./acme-store";
import { AcmeProblem, notFound, unauthorized } from "./problem";
import type { SignedRequest } from "./signed-request";
import { settleChallenge } from "./validate-challenge";

/** The order with the status it has by now (RFC 8555 7.1.6), kept when it changed. */
export async function settleOrder(context: AcmeContext, order: Order): Promise<Order> {
  const next = await nextState(context, order);
  return next === order ? order : context.store.orders.put(next);
}

async function nextState(context: AcmeContext, order: Order): Promise<Order> {
  if (order.status === "processing") {
    const done = order.validAt && Date.parse(order.validAt) <= Date.now();
    return done ? { ...order, status: "valid" } : order;
  }
  if (order.status !== "pending" && order.status !== "ready") return order;
  if (Date.parse(order.expiresAt) <= Date.now()) {
    return {
      ...order,
      status: "invalid",
      error: new AcmeProblem(403, "unauthorized", "Order has expired").document,
    };
  }
  const authorizations = await Promise.all(
    order.authorizationIds.map(async (id) => {
      const authorization = context.store.authorizations.get(id);
      return authorization ? settleChallenge(context, authorization) : undefined;
    }),
  );
  if (authorizations.every((authorization) => authorization?.status === "valid")) {
    return order.status === "ready" ? order : { ...order, status: "ready" };
  }
  const failed = authorizations.find(
    (authorization) => authorization && !["pending", "valid"].includes(authorization.status),
  );
  if (!failed) return order.status === "pending" ? order : { ...order, status: "pending" };
  const error =
    failed.challenge.error ??
    unauthorized(`Authorization for ${failed.identifier.value} is ${failed.status}`).document;
  return { ...order, status: "invalid", error };
}

/** @throws AcmeProblem when there is none, or it is another account's. */
export function requireOrder(context: AcmeContext, request: SignedRequest, id: string): Order {
  const account = requireAccount(request);
  const order = context.store.orders.get(id);
  if (!order || order.accountId !== account.id) throw notFound("order");
  return order;
}

export async function showOrder(
  context: AcmeContext,
  links: AcmeLinks,
  order: Order,
  status = 200,
): Promise<Response> {
  const settled = await settleOrder(context, order);
  const body = {
    status: settled.status,
    expires: settled.expiresAt,
    identifiers: settled.identifiers,
    profile: settled.profile,
    ...(settled.replaces === undefined ? {} : { replaces: settled.replaces }),
    authorizations: settled.authorizationIds.map(links.authorization),
    finalize: links.finalize(settled.id),
    ...(settled.error ? { error: settled.error } : {}),
    ...(settled.status === "valid" && settled.certificateId
      ? { certificate: links.certificate(settled.certificateId) }
      : {}),
  };
  const headers: Record<string, string> = { location: links.order(settled.id) };
  if (settled.status === "processing") headers["retry-after"] = "1";
  return Response.json(body, { status, headers });
}
