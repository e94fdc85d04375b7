import type { SandboxContext } from "@/sandbox/context";
import type { Provider } from "@/sandbox/provider";
import type { RouteCall } from "@/sandbox/routes";
import { authorizationEndpoint } from "./authorize";
import { type Grant, Grants } from "./grants";
import { authenticateClient, type OAuthClient } from "./oauth-client";
import { OAuthError } from "./oauth-error";
import { nameOf, People, type Person } from "./people";
import { serveIdentity } from "./serve-identity";

export const githubMountPath = "/github";
export const sandboxGithubClient: OAuthClient = {
  id: "sandbox-github-client",
  secret: "sandbox-github-secret",
};

/** GitHub's own names, where RFC 6749 has others (https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps). */
const githubCodes: Readonly<Record<string, string>> = {
  invalid_client: "incorrect_client_credentials",
  invalid_grant: "bad_verification_code",
};

/**
 * GitHub as an OAuth app sees it, at the paths of a GitHub Enterprise Server: the web application flow and who the person is
 * (https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps, https://docs.github.com/rest/users).
 */
export function createGithub(context: SandboxContext): Provider {
  const people = new People(context.dataDir, "github");
  // An OAuth app's tokens do not expire.
  const grants = new Grants({ tokenLifetimeMs: Number.POSITIVE_INFINITY });
  const authorize = authorizationEndpoint({
    provider: "GitHub",
    client: sandboxGithubClient,
    people,
    grants,
    issuerOf: ({ origin }) => `${origin}${githubMountPath}/login/oauth`,
  });

  const trade = (request: Request, form: URLSearchParams): Record<string, string> => {
    try {
      authenticateClient(request, form, sandboxGithubClient);
      const { grant, accessToken } = grants.redeem(form.get("code") ?? "", {
        clientId: sandboxGithubClient.id,
        redirectUri: form.get("redirect_uri"),
        codeVerifier: form.get("code_verifier"),
      });
      return { access_token: accessToken, scope: grant.scopes.join(","), token_type: "bearer" };
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      return { error: githubCodes[error.code] ?? error.code, error_description: error.message };
    }
  };

  const forBearer =
    (show: (person: Person, grant: Grant) => Response) =>
    ({ request }: RouteCall): Response => {
      const grant = grants.grantOf(request);
      const person = people.get(grant?.personId ?? "");
      return grant && person ? show(person, grant) : problem(401, "Bad credentials");
    };

  return serveIdentity(context, {
    name: "github",
    mountPath: githubMountPath,
    title: "GitHub, for signing in",
    routes: [
      ["GET /login/oauth/authorize", authorize.show],
      ["POST /login/oauth/authorize", authorize.decide],
      [
        "POST /login/oauth/access_token",
        async ({ request }) => {
          // An error is a 200, too, and who asks for no JSON gets a form.
          const answer = trade(request, new URLSearchParams(await request.text()));
          const json = (request.headers.get("accept") ?? "").includes("json");
          return json ? Response.json(answer) : new Response(new URLSearchParams(answer));
        },
      ],
      ["GET /api/v3/user", forBearer((person) => Response.json(showUser(person)))],
      [
        "GET /api/v3/user/emails",
        forBearer((person, { scopes }) =>
          scopes.includes("user") || scopes.includes("user:email")
            ? Response.json(showEmails(person))
            : problem(404, "Not Found"),
        ),
      ],
    ],
    refuse: ({ status, message, headers }) => problem(status, message ?? "Fault", headers),
  });
}

function problem(status: number, message: string, headers: Record<string, string> = {}): Response {
  const documentation_url = "https://docs.github.com/rest";
  return Response.json({ message, documentation_url, status: String(status) }, { status, headers });
}

const loginOf = (person: Person) => `${nameOf(person).toLowerCase().replace(/\s+/g, "-")}-${person.id}`;

/** The address is private, as it is unless somebody chooses otherwise. */
function showUser(person: Person) {
  return { id: Number(person.id), login: loginOf(person), name: nameOf(person), email: null, type: "User" };
}

/** GitHub's own address for people who keep theirs private is always verified, and never read. */
function showEmails(person: Person) {
  const noReply = `${person.id}+${loginOf(person)}@users.noreply.github.com`;
  return [
    { email: noReply, primary: false, verified: true, visibility: null },
    { email: person.email, primary: true, verified: person.verified, visibility: "private" },
  ];
}
