import type { Metadata } from "next";
import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Logo } from "@/components/ui/logo";
import { AppError } from "@/lib/errors";
import { paths } from "@/lib/paths";
import { readWelcomeLink, type WelcomeLinkState } from "@/lib/server/welcome-link";
import { Credentials } from "./_components/credentials";

export const metadata: Metadata = { title: "Your credentials", referrer: "no-referrer", robots: "noindex" };
export const dynamic = "force-dynamic";

/** Behind the mailed one-time link. Opening the page shows nothing secret and spends nothing; its button does. */
export default async function WelcomePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await readWelcomeLink(token).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center px-4 py-10">
      <div className="mb-8 flex justify-center text-lg">
        <Logo />
      </div>
      <Card className="p-6 sm:p-8">
        {link?.state === "ready" ? <Ready token={token} link={link} /> : <Spent link={link} />}
      </Card>
    </main>
  );
}

function Ready({ token, link }: { token: string; link: WelcomeLinkState }) {
  return (
    <>
      <h1 className="text-xl font-semibold">{link.serverName} is ready</h1>
      <p className="mt-2 text-ink-soft">
        The button shows the admin secret of your server, once. Have your password manager at hand: afterwards
        this link is spent and we keep no copy.
      </p>
      <Credentials token={token} />
    </>
  );
}

function Spent({ link }: { link: WelcomeLinkState | null }) {
  const title =
    link?.state === "opened"
      ? "This link was opened already"
      : link?.state === "expired"
        ? "This link has expired"
        : "This link is not known";
  return (
    <Alert
      tone="warn"
      title={title}
      actions={
        <Button asChild size="sm">
          <Link href={paths.servers}>Sign in</Link>
        </Button>
      }
    >
      Credentials are shown once, within 24 hours. Sign in and press “Send a new link” on the server's page.
      If it was not you who opened it, do that at once and change the secret.
    </Alert>
  );
}
