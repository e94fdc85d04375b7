import { calculateJwkThumbprint, flattenedVerify, importJWK, type JWK } from "jose";
import { z } from "zod";
import type { Account, AcmeStore } from "./acme-store";
import { AcmeProblem, malformed, unauthorized } from "./problem";

const jwsSchema = z.object({ protected: z.string(), payload: z.string(), signature: z.string() });

/** Those of Let's Encrypt. */
const algorithms = ["RS256", "ES256", "ES384", "ES512"];

const headerSchema = z.object({
  alg: z.string(),
  url: z.string(),
  nonce: z.string().optional(),
  kid: z.string().optional(),
  jwk: z.record(z.string(), z.unknown()).optional(),
});

/** A request whose signature, address and nonce hold. */
export interface SignedRequest {
  /** Null for POST-as-GET (RFC 8555 6.3). */
  payload: unknown;
  /** The key that signed, and its account when it was named by `kid`. */
  jwk: JWK;
  thumbprint: string;
  account: Account | null;
}

/**
 * Reads and verifies a JWS (RFC 8555 6.2–6.5).
 * @param spendNonce null where the JWS carries none: inside a key change
 * @throws AcmeProblem
 */
export async function readSignedRequest(
  text: string,
  expectedUrl: string,
  store: AcmeStore,
  spendNonce: ((nonce: string) => boolean) | null,
): Promise<SignedRequest> {
  const jws = jwsSchema.safeParse(parseJson(text));
  if (!jws.success) throw malformed("Request body is no flattened JWS");
  const parsed = headerSchema.safeParse(parseJson(Buffer.from(jws.data.protected, "base64url").toString()));
  if (!parsed.success) throw malformed("JWS has no usable protected header");
  const header = parsed.data;
  if (!algorithms.includes(header.alg)) {
    throw new AcmeProblem(
      400,
      "badSignatureAlgorithm",
      `Signature algorithm ${header.alg} is not one of ${algorithms.join(", ")}`,
    );
  }
  if ((header.kid === undefined) === (header.jwk === undefined))
    throw malformed("JWS needs either jwk or kid");

  const account = header.kid === undefined ? null : findAccount(store, header.kid);
  const jwk: JWK = account?.jwk ?? header.jwk ?? {};
  const key = await importJWK(jwk, header.alg).catch(() => {
    throw new AcmeProblem(400, "badPublicKey", "The key cannot be read");
  });
  const verified = await flattenedVerify(jws.data, key, { algorithms }).catch(() => {
    throw malformed("JWS verification error");
  });
  if (header.url !== expectedUrl)
    throw unauthorized(`JWS header url "${header.url}" is not the address of the request`);
  if (spendNonce && !spendNonce(header.nonce ?? "")) {
    throw new AcmeProblem(400, "badNonce", "JWS has an invalid anti-replay nonce");
  }
  const content = Buffer.from(verified.payload).toString();
  const payload = content === "" ? null : parseJson(content);
  if (payload === undefined) throw malformed("Payload is no JSON");
  return { payload, jwk, account, thumbprint: await calculateJwkThumbprint(jwk) };
}

/** By the id at the end of `kid`, so that accounts outlive a change of port. */
function findAccount(store: AcmeStore, kid: string): Account {
  const account = store.accounts.get(kid.slice(kid.lastIndexOf("/") + 1));
  if (!account) throw new AcmeProblem(400, "accountDoesNotExist", `Account "${kid}" not found`);
  if (account.status !== "valid") throw unauthorized(`Account is not valid, has status "${account.status}"`);
  return account;
}

/** Undefined when it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
