import GitHubProvider, { type GithubProfile } from "next-auth/providers/github";
import { z } from "zod";
import { AppError } from "@/lib/errors";

const githubCom = "https://github.com";
const timeoutMs = 10_000;

const emailsSchema = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/**
 * Sign-in with GitHub, or with a GitHub Enterprise Server, whose API is under its own name
 * (https://docs.github.com/en/enterprise-server/rest/quickstart).
 */
export function githubProvider({ url, id, secret }: { url: string; id: string; secret: string }) {
  const api = url === githubCom ? "https://api.github.com" : `${url}/api/v3`;
  return GitHubProvider({
    clientId: id,
    clientSecret: secret,
    // GitHub names itself in its answers, and next-auth compares (RFC 9207).
    issuer: `${url}/login/oauth`,
    authorization: `${url}/login/oauth/authorize`,
    token: `${url}/login/oauth/access_token`,
    userinfo: {
      url: `${api}/user`,
      request: async ({ client, tokens }) => {
        const accessToken = tokens.access_token ?? "";
        const profile = await client.userinfo<GithubProfile>(accessToken);
        const email = await primaryAddress(api, accessToken);
        return { ...profile, email: email ?? undefined, email_verified: email !== null };
      },
    },
  });
}

/**
 * The address that GitHub itself writes to, once it is verified; null before. The profile's public address does not say
 * whether it is, and the other verified ones may be GitHub's own, which take no mail
 * (https://docs.github.com/en/rest/users/emails).
 */
async function primaryAddress(api: string, accessToken: string): Promise<string | null> {
  const response = await fetch(`${api}/user/emails`, {
    headers: { authorization: `Bearer ${accessToken}`, accept: "application/vnd.github+json" },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) {
    throw new AppError("provider_unavailable", { internal: `github: /user/emails: ${response.status}` });
  }
  const emails = emailsSchema.parse(await response.json());
  return emails.find(({ primary, verified }) => primary && verified)?.email ?? null;
}
