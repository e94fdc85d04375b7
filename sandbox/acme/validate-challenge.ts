import { createHash } from "node:crypto";
import { queryDns } from "@/sandbox/dns/query-dns";
import type { AcmeContext } from "./acme-context";
import type { Authorization } from "./acme-store";
import { checkCaa } from "./caa";
import { AcmeProblem } from "./problem";

/**
 * Looks at the name server whether a dns-01 challenge is met (RFC 8555 8.4), now if its time has come,
 * and keeps the outcome. As with Let's Encrypt, the first look decides: a failure makes the authorization invalid.
 */
export async function settleChallenge(
  context: AcmeContext,
  authorization: Authorization,
): Promise<Authorization> {
  const { challenge } = authorization;
  const due = challenge.validateAt && Date.parse(challenge.validateAt) <= Date.now();
  if (challenge.status !== "processing" || !due) return authorization;
  const account = context.store.accounts.get(authorization.accountId);
  const now = new Date();
  try {
    await lookForToken(context.dnsAddress, authorization, account?.thumbprint ?? "");
    await checkCaa(
      context.dnsAddress,
      context.sandbox.domain,
      authorization.identifier.value,
      authorization.wildcard,
    );
    return context.store.authorizations.put({
      ...authorization,
      status: "valid",
      // Let's Encrypt lets a validation be used again for 30 days.
      expiresAt: new Date(now.getTime() + 30 * 86_400_000).toISOString(),
      challenge: { ...challenge, status: "valid", validatedAt: now.toISOString() },
    });
  } catch (error) {
    if (!(error instanceof AcmeProblem)) throw error;
    return failAuthorization(context, authorization, error);
  }
}

export function failAuthorization(
  context: AcmeContext,
  authorization: Authorization,
  problem: AcmeProblem,
): Authorization {
  const now = new Date().toISOString();
  return context.store.authorizations.put({
    ...authorization,
    status: "invalid",
    failedAt: now,
    challenge: { ...authorization.challenge, status: "invalid", validatedAt: now, error: problem.document },
  });
}

async function lookForToken(
  dnsAddress: string,
  authorization: Authorization,
  thumbprint: string,
): Promise<void> {
  const name = `_acme-challenge.${authorization.identifier.value}`;
  const expected = createHash("sha256")
    .update(`${authorization.challenge.token}.${thumbprint}`)
    .digest("base64url");
  const reply = await queryDns(dnsAddress, name, "TXT").catch(() => null);
  if (!reply) throw new AcmeProblem(400, "dns", `DNS problem: query timed out looking up TXT for ${name}`);
  if (reply.code === 3)
    throw new AcmeProblem(
      400,
      "dns",
      `DNS problem: NXDOMAIN looking up TXT for ${name} - check that a DNS record exists for this domain`,
    );
  if (reply.code !== 0) throw new AcmeProblem(400, "dns", `DNS problem: SERVFAIL looking up TXT for ${name}`);
  const texts = reply.answers.flatMap((answer) => (answer.type === "TXT" ? [joinText(answer.data)] : []));
  if (texts.includes(expected)) return;
  if (texts.length === 0) throw new AcmeProblem(403, "unauthorized", `No TXT record found at ${name}`);
  const more = texts.length > 1 ? ` (and ${texts.length - 1} more)` : "";
  throw new AcmeProblem(403, "unauthorized", `Incorrect TXT record "${texts[0]}"${more} found at ${name}`);
}

function joinText(data: string | Buffer | (string | Buffer)[]): string {
  return Array.isArray(data) ? data.map(String).join("") : String(data);
}
