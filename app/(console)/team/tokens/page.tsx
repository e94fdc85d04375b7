import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import Link from "next/link";
import { TokenList } from "@/app/(console)/team/_components/token-list";
import { Alert } from "@/components/ui/alert";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/actor";
import { requireActor } from "@/lib/account/require-actor";
import { paths } from "@/lib/paths";
import { listTokens } from "@/lib/team/list-tokens";
import { tokensQuery } from "@/lib/team/team-queries";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const actor = await requireActor();
  const description = (
    <>
      For programs that order and watch servers.{" "}
      <Link href={paths.apiDocs} className="underline">
        Read the API
      </Link>
      .
    </>
  );
  if (!may(actor, "token:manage")) {
    return (
      <>
        <PageHeader title="API tokens" description={description} />
        <Alert title="Only owners and admins manage API tokens.">Ask one of them to make one for you.</Alert>
      </>
    );
  }
  const client = new QueryClient();
  await client.prefetchQuery({ ...tokensQuery(), queryFn: async () => ({ items: await listTokens(actor) }) });
  return (
    <>
      <PageHeader title="API tokens" description={description} />
      <HydrationBoundary state={dehydrate(client)}>
        <TokenList />
      </HydrationBoundary>
    </>
  );
}
