import { env } from "@/lib/env";

interface SignInProblem {
  title: string;
  /** What to do about it. */
  hint: string;
}

const unconfirmed: SignInProblem = {
  title: "This sign-in could not be confirmed",
  hint: "It may have taken too long, or was begun in another browser. Please try again.",
};

/** By the code in the sign-in page's address: next-auth's (https://next-auth.js.org/configuration/pages#error-codes) and ours. */
const problems: Readonly<Record<string, SignInProblem>> = {
  Verification: {
    title: "This link has expired or was used already",
    hint: "Links work once, for 10 minutes: send yourself a new one.",
  },
  OAuthAccountNotLinked: {
    title: "This address signed in another way before",
    hint: "Sign in that way again: with the mailed link, or with the other account.",
  },
  OAuthSignin: {
    title: "The other service cannot be reached right now",
    hint: "Use the mailed link, or try again in a few minutes.",
  },
  OAuthCallback: unconfirmed,
  Declined: {
    title: "You cancelled at the other service",
    hint: "Nothing has happened. Try again, or use the mailed link.",
  },
  AddressNotVerified: {
    title: "That account’s address is not verified",
    hint: "Verify its primary e-mail address there and try again, or use the mailed link.",
  },
  AccessDenied: { title: "This account may not sign in", hint: "Use another one, or the mailed link." },
};

export function signInProblem(code: string): SignInProblem {
  const known = Object.hasOwn(problems, code) ? problems[code] : undefined;
  return known ?? { title: "Signing in did not work", hint: "Please try again, or use the mailed link." };
}

/** Through next-auth's own address, which adds where the person wanted to go. */
export function signInProblemUrl(code: "Declined" | "AddressNotVerified"): string {
  return new URL(`/api/auth/signin?error=${code}`, env().APP_URL).toString();
}
