import type { Metadata } from "next";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { signInProblem } from "@/lib/account/sign-in-problems";
import { env } from "@/lib/env";
import { paths } from "@/lib/paths";
import { SignInForm } from "./_components/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ callbackUrl?: string; error?: string }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams;
  const { GITHUB_ID, GOOGLE_ID } = env();
  const problem = error ? signInProblem(error) : null;
  return (
    <Card className="p-6 sm:p-8">
      <h1 className="text-xl font-semibold">Sign in</h1>
      <p className="mt-1 mb-6 text-sm text-pretty text-ink-soft">
        We mail you a link. No password to remember, none to lose.
      </p>
      {problem ? (
        <div className="mb-5">
          <Alert tone="warn" role="alert" title={problem.title}>
            {problem.hint}
          </Alert>
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

/** Only to our own pages: "//host" and "/\host" leave for another origin. next-auth hands back whole addresses. */
function ownPath(callbackUrl: string | undefined): string {
  const { origin } = new URL(env().APP_URL);
  if (!callbackUrl || !URL.canParse(callbackUrl, origin)) return paths.servers;
  const target = new URL(callbackUrl, origin);
  return target.origin === origin ? target.pathname + target.search : paths.servers;
}
