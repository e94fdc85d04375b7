import { createHash } from "node:crypto";
import type { SandboxContext } from "@/sandbox/context";
import type { Provider } from "@/sandbox/provider";
import { authorizationEndpoint } from "./authorize";
import { Grants } from "./grants";
import { authenticateClient, type OAuthClient } from "./oauth-client";
import { OAuthError } from "./oauth-error";
import { nameOf, People, type Person } from "./people";
import { serveIdentity } from "./serve-identity";
import { SigningKey } from "./signing-key";

export const googleMountPath = "/google";
export const sandboxGoogleClient: OAuthClient = {
  id: "sandbox-google-client",
  secret: "sandbox-google-secret",
};
const tokenSeconds = 3600;

/**
 * Google as an OpenID provider: discovery, the code flow with PKCE, ID tokens, userinfo (OpenID Connect Core 3.1 and 5.3,
 * https://developers.google.com/identity/openid-connect/openid-connect).
 */
export function createGoogle(context: SandboxContext): Provider {
  const people = new People(context.dataDir, "google");
  const grants = new Grants({ tokenLifetimeMs: tokenSeconds * 1000 });
  const key = new SigningKey();
  const issuerOf = ({ origin }: URL) => origin + googleMountPath;
  const authorize = authorizationEndpoint({
    provider: "Google",
    client: sandboxGoogleClient,
    people,
    grants,
    issuerOf,
  });

  /** OpenID Connect Core 3.1.3.3. */
  const trade = (request: Request, form: URLSearchParams) => {
    authenticateClient(request, form, sandboxGoogleClient);
    if (form.get("grant_type") !== "authorization_code") {
      throw new OAuthError("unsupported_grant_type", `Invalid grant_type: ${form.get("grant_type")}`);
    }
    const { grant, accessToken } = grants.redeem(form.get("code") ?? "", {
      clientId: sandboxGoogleClient.id,
      redirectUri: form.get("redirect_uri"),
      codeVerifier: form.get("code_verifier"),
    });
    const { personId, scopes, nonce } = grant;
    const person = people.get(personId);
    if (!person) throw new Error(`BUG: nobody is ${personId}`);
    const seconds = Math.floor(Date.now() / 1000);
    const idToken = key.sign({
      iss: issuerOf(new URL(request.url)),
      azp: sandboxGoogleClient.id,
      aud: sandboxGoogleClient.id,
      iat: seconds,
      exp: seconds + tokenSeconds,
      at_hash: accessTokenHash(accessToken),
      ...(nonce === null ? {} : { nonce }),
      ...claimsOf(person, scopes),
    });
    return {
      access_token: accessToken,
      expires_in: tokenSeconds,
      scope: scopes.join(" "),
      token_type: "Bearer",
      ...(scopes.includes("openid") ? { id_token: idToken } : {}),
    };
  };

  return serveIdentity(context, {
    name: "google",
    mountPath: googleMountPath,
    title: "Google, for signing in (OpenID issuer)",
    routes: [
      ["GET /.well-known/openid-configuration", ({ url }) => Response.json(discovery(issuerOf(url)))],
      ["GET /o/oauth2/v2/auth", authorize.show],
      ["POST /o/oauth2/v2/auth", authorize.decide],
      [
        "POST /token",
        async ({ request }) => {
          try {
            const answer = trade(request, new URLSearchParams(await request.text()));
            return Response.json(answer, { headers: { "cache-control": "no-store" } });
          } catch (error) {
            if (error instanceof OAuthError) return problem(error.status, error.code, error.message);
            throw error;
          }
        },
      ],
      ["GET /oauth2/v3/certs", () => Response.json(key.jwks())],
      [
        "GET /v1/userinfo",
        ({ request }) => {
          const grant = grants.grantOf(request);
          const person = people.get(grant?.personId ?? "");
          if (grant && person) return Response.json(claimsOf(person, grant.scopes));
          // RFC 6750 3.
          const headers = { "www-authenticate": 'Bearer error="invalid_token"' };
          return problem(401, "invalid_request", "Invalid Credentials", headers);
        },
      ],
    ],
    refuse: ({ status, code, message, headers }) =>
      problem(status, code ?? "internal_failure", message ?? "Fault", headers),
  });
}

function problem(
  status: number,
  error: string,
  error_description: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ error, error_description }, { status, headers });
}

/** OpenID Connect Discovery 3, as far as it is played here. */
function discovery(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/o/oauth2/v2/auth`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/v1/userinfo`,
    jwks_uri: `${issuer}/oauth2/v3/certs`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "email", "profile"],
    grant_types_supported: ["authorization_code"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    code_challenge_methods_supported: ["plain", "S256"],
    authorization_response_iss_parameter_supported: true,
  };
}

/** OpenID Connect Core 5.4: which scope shows what. */
function claimsOf(person: Person, scopes: readonly string[]) {
  return {
    sub: `1${person.id.padStart(20, "0")}`,
    ...(scopes.includes("profile") ? { name: nameOf(person) } : {}),
    ...(scopes.includes("email") ? { email: person.email, email_verified: person.verified } : {}),
  };
}

/** OpenID Connect Core 3.1.3.6. */
function accessTokenHash(accessToken: string): string {
  return createHash("sha256").update(accessToken).digest().subarray(0, 16).toString("base64url");
}
