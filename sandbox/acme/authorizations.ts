import { z } from "zod";
import { read, requireAccount } from "./accounts";
import { type AcmeContext, type AcmeLinks, validationDelayMs } from "./acme-context";
import type { Authorization } from "./acme-store";
import { notFound, unauthorized } from "./problem";
import type { SignedRequest } from "./signed-request";
import { failAuthorization, settleChallenge } from "./validate-challenge";

/** RFC 8555 7.5, and 7.5.2 when the payload asks to deactivate. */
export async function authorization(
  context: AcmeContext,
  links: AcmeLinks,
  request: SignedRequest,
  id: string,
): Promise<Response> {
  let found = requireAuthorization(context, request, id);
  if (request.payload !== null) {
    read(z.object({ status: z.literal("deactivated") }), request.payload);
    found = context.store.authorizations.put({ ...found, status: "deactivated" });
  }
  return showAuthorization(links, await settleChallenge(context, found));
}

/**
 * RFC 8555 7.5.1: a payload (`{}`) asks for validation, none reads the challenge.
 * Named effects: `pending` never validates, `invalid` fails whatever the name server says.
 */
export async function challenge(
  context: AcmeContext,
  links: AcmeLinks,
  request: SignedRequest,
  id: string,
  named: string | null,
): Promise<Response> {
  let found = requireAuthorization(context, request, id);
  if (request.payload !== null && found.status === "pending" && found.challenge.status === "pending") {
    const validateAt = new Date(Date.now() + validationDelayMs[context.sandbox.speed]).toISOString();
    found = context.store.authorizations.put({
      ...found,
      challenge: {
        ...found.challenge,
        status: "processing",
        validateAt: named === "pending" ? null : validateAt,
      },
    });
    if (named === "invalid") {
      found = failAuthorization(context, found, unauthorized("Validation was made to fail"));
    }
  }
  const settled = await settleChallenge(context, found);
  return Response.json(showChallenge(links, settled), {
    headers: { link: `<${links.authorization(id)}>;rel="up"` },
  });
}

function requireAuthorization(context: AcmeContext, request: SignedRequest, id: string): Authorization {
  const account = requireAccount(request);
  const found = context.store.authorizations.get(id);
  if (!found || found.accountId !== account.id) throw notFound("authorization");
  return found;
}

function showAuthorization(links: AcmeLinks, found: Authorization): Response {
  const waiting = found.challenge.status === "processing";
  return Response.json(
    {
      identifier: found.identifier,
      status: found.status,
      expires: found.expiresAt,
      challenges: [showChallenge(links, found)],
      ...(found.wildcard ? { wildcard: true } : {}),
    },
    { headers: waiting ? { "retry-after": "1" } : {} },
  );
}

function showChallenge(links: AcmeLinks, found: Authorization) {
  const { type, status, token, validatedAt, error } = found.challenge;
  return {
    type,
    url: links.challenge(found.id),
    status,
    token,
    ...(validatedAt ? { validated: validatedAt } : {}),
    ...(error ? { error } : {}),
  };
}
