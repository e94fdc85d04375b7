import type { Metadata } from "next";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { env } from "@/lib/env";
import { paths } from "@/lib/paths";
import { SignInForm } from "./_components/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ callbackUrl?: string; error?: string }>;
}

const linkSpent =
  "This link has expired or was used already. Links work once, for 10 minutes: send yourself a new one.";
const errors: Record<string, string> = {
  Verification: linkSpent,
  OAuthAccountNotLinked: "This address signed in another way before. Use the mailed link.",
  AccessDenied: "This account may not sign in.",
};

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams;
  const { GITHUB_ID, GOOGLE_ID } = env();
  return (
    <Card className="p-6 sm:p-8">
      <h1 className="text-xl font-semibold">Sign in</h1>
      <p className="mt-1 mb-6 text-sm text-ink-soft">
        We mail you a link. No password to remember, none to lose.
      </p>
      {error ? (
        <div className="mb-5">
          <Alert
            tone="warn"
            role="alert"
            title={errors[error] ?? "Signing in did not work. Please try again."}
          />
        </div>
      ) : null}
      <SignInForm
        callbackUrl={ownPath(callbackUrl)}
        github={Boolean(GITHUB_ID)}
        google={Boolean(GOOGLE_ID)}
      />
    </Card>
  );
}

/** Only a path of ours: "//host" and "/\host" leave for another origin. */
function ownPath(callbackUrl: string | undefined): string {
  return callbackUrl && /^\/(?![/\\])/.test(callbackUrl) ? callbackUrl : paths.servers;
}
