import type { Metadata } from "next";
import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Confirm sign-in", referrer: "no-referrer", robots: "noindex" };

interface Props {
  searchParams: Promise<{ callbackUrl?: string; token?: string; email?: string }>;
}

/** Where the mailed link leads. Opening it changes nothing: only the button goes to the address that spends the token. */
export default async function ConfirmPage({ searchParams }: Props) {
  const { callbackUrl, token, email } = await searchParams;
  if (!token || !email) {
    return (
      <Card className="p-6 sm:p-8">
        <Alert
          tone="warn"
          title="This link is not complete"
          actions={
            <Button asChild size="sm">
              <Link href={paths.signIn}>Send a new one</Link>
            </Button>
          }
        >
          Copy the whole address from the mail, or ask for a new link.
        </Alert>
      </Card>
    );
  }
  return (
    <Card className="p-6 text-center sm:p-8">
      <h1 className="text-xl font-semibold">Sign in to ɳSelf Cloud</h1>
      <p className="mt-2 text-sm text-ink-soft">
        You are signing in as <span className="font-medium break-all text-ink">{email}</span> on this device.
      </p>
      <form method="get" action="/api/auth/callback/email" className="mt-6">
        <input type="hidden" name="callbackUrl" value={callbackUrl ?? ""} />
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="email" value={email} />
        <Button type="submit" variant="primary" size="lg" className="w-full">
          Sign in
        </Button>
      </form>
      <p className="mt-4 text-xs text-ink-faint">
        Did not ask for this? Close the page; nothing has happened.
      </p>
    </Card>
  );
}
