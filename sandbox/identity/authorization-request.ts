import { z } from "zod";
import { isRegisteredRedirect, type OAuthClient } from "./oauth-client";
import { OAuthError } from "./oauth-error";

const addressSchema = z.object({ client_id: z.string(), redirect_uri: z.url() });
const questionSchema = z.object({
  response_type: z.literal("code"),
  scope: z.string().default(""),
  nonce: z.string().min(1).optional(),
  /** RFC 7636 4.2. */
  code_challenge: z
    .string()
    .regex(/^[\w.~-]{43,128}$/)
    .optional(),
  code_challenge_method: z.enum(["plain", "S256"]).default("plain"),
});

export interface AuthorizationRequest {
  redirectUri: string;
  state: string | null;
  /** What is asked. @throws OAuthError that the client is told of by a redirect */
  question(): z.output<typeof questionSchema>;
}

/** The query of a request to the authorization endpoint (RFC 6749 4.1.1). @throws OAuthError when nothing says where to answer to */
export function readAuthorizationRequest(url: URL, client: OAuthClient): AuthorizationRequest {
  const query = Object.fromEntries(url.searchParams);
  const address = addressSchema.safeParse(query);
  if (!address.success || address.data.client_id !== client.id) {
    throw new OAuthError("invalid_client", "No application is registered under this client_id.");
  }
  const { redirect_uri: redirectUri } = address.data;
  if (!isRegisteredRedirect(redirectUri)) {
    throw new OAuthError("redirect_uri_mismatch", "The redirect_uri is not registered for this application.");
  }
  return {
    redirectUri,
    state: url.searchParams.get("state"),
    question: () => {
      const question = questionSchema.safeParse(query);
      if (question.success) return question.data;
      const unsupported = question.error.issues.some(({ path }) => path[0] === "response_type");
      throw new OAuthError(
        unsupported ? "unsupported_response_type" : "invalid_request",
        z.prettifyError(question.error),
      );
    },
  };
}
