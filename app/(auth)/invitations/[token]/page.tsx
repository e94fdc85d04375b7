import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { authenticateSession } from "@/lib/api/authenticate";
import { AppError } from "@/lib/errors";
import { paths } from "@/lib/paths";
import { type InvitationState, readInvitation } from "@/lib/team/accept-invitation";
import { AcceptInvitation } from "./_components/accept-invitation";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer", robots: "noindex" };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await readInvitation(token).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  const actor = await authenticateSession(await headers(), null).catch(() => null);
  return (
    <Card className="p-6 sm:p-8">
      <Content invitation={invitation} token={token} email={actor && "email" in actor ? actor.email : null} />
    </Card>
  );
}

function Content({
  invitation,
  token,
  email,
}: {
  invitation: InvitationState | null;
  token: string;
  email: string | null;
}) {
  if (invitation?.state !== "open") {
    return (
      <Alert
        tone="warn"
        title={
          invitation?.state === "accepted"
            ? "This invitation was accepted"
            : "This invitation does not work any more"
        }
      >
        {invitation?.state === "accepted" ? (
          <Link href={paths.servers} className="underline">
            Go to the servers
          </Link>
        ) : (
          "It has expired or was withdrawn. Ask the person who invited you for a new one."
        )}
      </Alert>
    );
  }
  const signIn = `${paths.signIn}?callbackUrl=${encodeURIComponent(paths.invitation(token))}`;
  return (
    <>
      <h1 className="text-xl font-semibold">Join {invitation.teamName}</h1>
      <p className="mt-2 mb-6 text-sm text-ink-soft">
        You are invited as <span className="font-medium text-ink">{invitation.role}</span>, with the address{" "}
        <span className="font-medium break-all text-ink">{invitation.email}</span>.
      </p>
      {email === invitation.email ? <AcceptInvitation token={token} /> : null}
      {email === null ? (
        <Button asChild variant="primary" size="lg" className="w-full">
          <Link href={signIn}>Sign in to accept</Link>
        </Button>
      ) : null}
      {email !== null && email !== invitation.email ? (
        <Alert tone="warn" title={`You are signed in as ${email}`}>
          Sign out in the account menu, then open this link again and sign in with the invited address.
        </Alert>
      ) : null}
    </>
  );
}
