import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { getMe } from "@/lib/account/get-me";
import { requireActor } from "@/lib/account/require-actor";
import { paths } from "@/lib/paths";
import { SignOutButton } from "./_components/sign-out-button";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const me = await getMe(await requireActor());
  return (
    <>
      <PageHeader title="Account" />
      <div className="max-w-2xl space-y-5">
        <Section title="You">
          <dl className="grid gap-4 text-sm sm:grid-cols-2">
            <div>
              <dt className="text-ink-soft">Name</dt>
              <dd>{me.user.name ?? "–"}</dd>
            </div>
            <div>
              <dt className="text-ink-soft">E-mail</dt>
              <dd className="break-all">{me.user.email}</dd>
            </div>
          </dl>
        </Section>
        <Section title="Signing in" description="By mailed link, without a password.">
          <div className="flex flex-wrap gap-2">
            <Button asChild>
              <Link href={paths.sessions}>Where you are signed in</Link>
            </Button>
            <SignOutButton />
          </div>
        </Section>
      </div>
    </>
  );
}
