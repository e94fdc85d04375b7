import { OAuthError } from "./oauth-error";

/** A registered application. */
export interface OAuthClient {
  id: string;
  secret: string;
}

/** On loopback any port and path are registered (RFC 8252 7.3): an installation chooses its ports by itself. */
export function isRegisteredRedirect(uri: string): boolean {
  const { protocol, hostname } = new URL(uri);
  return protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}

/** RFC 6749 2.3.1: in the Authorization header or in the body. @throws OAuthError invalid_client, 401 */
export function authenticateClient(request: Request, form: URLSearchParams, client: OAuthClient): void {
  const basic = /^Basic (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const [id, secret] = basic
    ? Buffer.from(basic, "base64").toString().split(":").map(formDecode)
    : [form.get("client_id"), form.get("client_secret")];
  if (id === client.id && secret === client.secret) return;
  throw new OAuthError("invalid_client", "The client_id and/or client_secret passed are incorrect.", 401);
}

function formDecode(text: string): string {
  return new URLSearchParams(`value=${text}`).get("value") ?? "";
}
