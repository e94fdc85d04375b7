import { z } from "zod";
import type { RouteCall } from "@/sandbox/routes";
import { type AuthorizationRequest, readAuthorizationRequest } from "./authorization-request";
import { renderConsent, renderRefusal } from "./consent-page";
import type { Grants } from "./grants";
import type { OAuthClient } from "./oauth-client";
import { OAuthError } from "./oauth-error";
import type { People } from "./people";

const consentSchema = z.discriminatedUnion("decision", [
  z.object({
    decision: z.literal("continue"),
    email: z.email().toLowerCase(),
    unverified: z.literal("on").optional(),
  }),
  z.object({ decision: z.literal("cancel") }),
]);

interface AuthorizationEndpoint {
  /** As the page calls it. */
  provider: string;
  client: OAuthClient;
  people: People;
  grants: Grants;
  /** How the provider names itself in the answer (RFC 9207). */
  issuerOf(url: URL): string;
}

/** The authorization endpoint (RFC 6749 3.1): `show` asks the person, `decide` sends them back with a code or a no. */
export function authorizationEndpoint(endpoint: AuthorizationEndpoint) {
  const { provider, client, people, grants } = endpoint;

  const answering =
    (answer: (call: RouteCall, request: AuthorizationRequest) => Promise<Response> | Response) =>
    async (call: RouteCall): Promise<Response> => {
      let request: AuthorizationRequest;
      try {
        request = readAuthorizationRequest(call.url, client);
      } catch (error) {
        if (error instanceof OAuthError) return renderRefusal(error.message);
        throw error;
      }
      try {
        return await answer(call, request);
      } catch (error) {
        if (!(error instanceof OAuthError)) throw error;
        return redirect(call, request, { error: error.code, error_description: error.message });
      }
    };

  const redirect = (
    call: RouteCall,
    { redirectUri, state }: AuthorizationRequest,
    answer: object,
  ): Response => {
    const location = new URL(redirectUri);
    const parameters = { ...answer, ...(state === null ? {} : { state }), iss: endpoint.issuerOf(call.url) };
    for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
    return new Response(null, { status: 303, headers: { location: location.toString() } });
  };

  return {
    show: answering((_call, request) =>
      renderConsent({
        provider,
        redirectUri: request.redirectUri,
        scopes: scopesOf(request),
        known: people.all().map(({ email }) => email),
      }),
    ),
    decide: answering(async (call, request) => {
      const question = request.question();
      const form = Object.fromEntries(new URLSearchParams(await call.request.text()));
      const consent = consentSchema.safeParse(form);
      if (!consent.success) return renderRefusal("That is no e-mail address. Go back and try again.");
      if (consent.data.decision === "cancel") {
        throw new OAuthError("access_denied", "The user has denied your application access.");
      }
      const person = people.signIn(consent.data.email, !consent.data.unverified);
      const code = grants.issueCode({
        clientId: client.id,
        redirectUri: request.redirectUri,
        personId: person.id,
        scopes: scopesOf(request),
        challenge: question.code_challenge
          ? { value: question.code_challenge, method: question.code_challenge_method }
          : null,
        nonce: question.nonce ?? null,
      });
      return redirect(call, request, { code });
    }),
  };
}

function scopesOf(request: AuthorizationRequest): string[] {
  return request
    .question()
    .scope.split(/[\s,]+/)
    .filter(Boolean);
}
