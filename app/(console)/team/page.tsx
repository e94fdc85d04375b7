import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/account/require-actor";
import { paths } from "@/lib/paths";
import { getTeam } from "@/lib/team/get-team";
import { teamQuery } from "@/lib/team/team-queries";
import { InviteForm } from "./_components/invite-form";
import { MemberList } from "./_components/member-list";
import { TeamName } from "./_components/team-name";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage() {
  const actor = await requireActor();
  const client = new QueryClient();
  await client.prefetchQuery({ ...teamQuery(), queryFn: () => getTeam(actor) });
  return (
    <>
      <PageHeader
        title="Team"
        description="Who may see, order, operate and delete servers."
        actions={
          <Button asChild>
            <Link href={`${paths.team}/new`}>
              <Plus aria-hidden /> New team
            </Link>
          </Button>
        }
      />
      <HydrationBoundary state={dehydrate(client)}>
        <div className="max-w-3xl space-y-5">
          <MemberList />
          <InviteForm />
          <TeamName />
        </div>
      </HydrationBoundary>
    </>
  );
}
