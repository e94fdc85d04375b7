import type { NextAuthOptions } from "next-auth";
import EmailProvider from "next-auth/providers/email";
import GoogleProvider from "next-auth/providers/google";
import { env } from "@/lib/env";
import { paths } from "@/lib/paths";
import { accountAdapter } from "./account-adapter";
import { githubProvider } from "./github-provider";
import { leaveSession } from "./leave-session";
import { sendSignInLink } from "./send-sign-in-link";
import { signInProblemUrl } from "./sign-in-problems";
import { hasVerifiedAddress } from "./verified-address";

const sessionSeconds = 30 * 86_400;

/** Sign-in by mailed link or OAuth, with sessions in the database: no passwords of ours. */
export function authOptions(): NextAuthOptions {
  const { AUTH_SECRET, SIGN_IN_LINK_SECONDS } = env();
  const { GITHUB_URL, GITHUB_ID, GITHUB_SECRET, GOOGLE_ISSUER, GOOGLE_ID, GOOGLE_SECRET } = env();
  return {
    secret: AUTH_SECRET,
    adapter: accountAdapter(),
    session: { strategy: "database", maxAge: sessionSeconds, updateAge: 86_400 },
    pages: { signIn: paths.signIn, error: paths.signIn, verifyRequest: `${paths.signIn}?sent=1` },
    providers: [
      EmailProvider({
        maxAge: SIGN_IN_LINK_SECONDS,
        normalizeIdentifier: (identifier) => identifier.trim().toLowerCase(),
        sendVerificationRequest: ({ identifier, url }) => sendSignInLink(identifier, url),
      }),
      ...(GITHUB_ID && GITHUB_SECRET
        ? [githubProvider({ url: GITHUB_URL, id: GITHUB_ID, secret: GITHUB_SECRET })]
        : []),
      ...(GOOGLE_ID && GOOGLE_SECRET
        ? [
            GoogleProvider({
              clientId: GOOGLE_ID,
              clientSecret: GOOGLE_SECRET,
              wellKnown: `${GOOGLE_ISSUER}/.well-known/openid-configuration`,
            }),
          ]
        : []),
    ],
    callbacks: {
      signIn: async ({ account, profile }) => {
        if (account?.type !== "oauth") return true;
        if (!hasVerifiedAddress(profile)) return signInProblemUrl("AddressNotVerified");
        await leaveSession();
        return true;
      },
      /** Only to our own pages: an open redirect would lend our name to anybody's. */
      redirect: ({ url, baseUrl }) => {
        const target = new URL(url, baseUrl);
        return target.origin === new URL(baseUrl).origin ? target.toString() : baseUrl;
      },
    },
  };
}
