import { createHash, randomBytes } from "node:crypto";
import { OAuthError } from "./oauth-error";

/** RFC 6749 4.1.2 recommends ten minutes at most, and both providers keep to it. */
const codeLifetimeMs = 600_000;

/** What a person allowed a client, and how the code for it must be redeemed. */
export interface Grant {
  clientId: string;
  redirectUri: string;
  personId: string;
  scopes: string[];
  /** RFC 7636 4.3; null when the client sent none. */
  challenge: { value: string; method: "plain" | "S256" } | null;
  /** OpenID Connect Core 3.1.2.1. */
  nonce: string | null;
}

interface Issued {
  grant: Grant;
  expiresAt: number;
}

interface Redemption {
  clientId: string;
  redirectUri: string | null;
  codeVerifier: string | null;
}

const unusable = (why: string) => new OAuthError("invalid_grant", why);

/** Codes, the access tokens that they were redeemed for, and what these allow. In memory: a sign-in is over in moments. */
export class Grants {
  #codes = new Map<string, Issued>();
  #tokens = new Map<string, Issued>();
  #tokenOfSpentCode = new Map<string, string>();
  #tokenLifetimeMs: number;
  #now: () => number;

  constructor(options: { tokenLifetimeMs: number; now?: () => number }) {
    this.#tokenLifetimeMs = options.tokenLifetimeMs;
    this.#now = options.now ?? Date.now;
  }

  issueCode(grant: Grant): string {
    const code = randomBytes(20).toString("hex");
    this.#codes.set(code, { grant, expiresAt: this.#now() + codeLifetimeMs });
    return code;
  }

  /**
   * Trades a code for an access token, once: a second time takes that token back (RFC 6749 4.1.2).
   * @throws OAuthError `invalid_grant`, or `redirect_uri_mismatch` as both providers call it
   */
  redeem(code: string, by: Redemption): { grant: Grant; accessToken: string } {
    const issued = this.#codes.get(code);
    this.#codes.delete(code);
    this.#tokens.delete(this.#tokenOfSpentCode.get(code) ?? "");
    if (!issued || issued.expiresAt <= this.#now())
      throw unusable("The code passed is incorrect or expired.");
    const { grant } = issued;
    if (grant.clientId !== by.clientId) throw unusable("The code was issued to another client.");
    if (grant.redirectUri !== by.redirectUri) {
      throw new OAuthError(
        "redirect_uri_mismatch",
        "The redirect_uri is not the one that the code was sent to.",
      );
    }
    checkVerifier(grant.challenge, by.codeVerifier);
    const accessToken = randomBytes(20).toString("hex");
    this.#tokens.set(accessToken, { grant, expiresAt: this.#now() + this.#tokenLifetimeMs });
    this.#tokenOfSpentCode.set(code, accessToken);
    return { grant, accessToken };
  }

  /** What the bearer of a request may see; undefined when the token is unknown, expired or taken back. */
  grantOf(request: Request): Grant | undefined {
    const token = /^(?:Bearer|token) (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    const issued = this.#tokens.get(token ?? "");
    return issued && issued.expiresAt > this.#now() ? issued.grant : undefined;
  }
}

/** RFC 7636 4.6. A verifier for a code without a challenge is refused, too (RFC 9700 2.1.1: else the challenge could be stripped). */
function checkVerifier(challenge: Grant["challenge"], verifier: string | null): void {
  if (challenge === null && verifier === null) return;
  const derived =
    challenge?.method === "S256"
      ? createHash("sha256")
          .update(verifier ?? "")
          .digest("base64url")
      : verifier;
  if (verifier === null || derived !== challenge?.value) throw unusable("Invalid code verifier.");
}
