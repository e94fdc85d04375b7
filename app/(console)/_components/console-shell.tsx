import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/ui/logo";
import type { Actor } from "@/lib/access/actor";
import { meQuery } from "@/lib/account/account-queries";
import { getMe } from "@/lib/account/get-me";
import { paths } from "@/lib/paths";
import { AccountMenu } from "./account-menu";
import { MainNav } from "./main-nav";
import { TeamSwitcher } from "./team-switcher";
import { VisitNotice } from "./visit-notice";

/** What is around every page: where one is, as whom, for which team. */
export async function ConsoleShell({ actor, children }: { actor: Actor; children: ReactNode }) {
  const client = new QueryClient();
  await client.prefetchQuery({ ...meQuery(), queryFn: () => getMe(actor) });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-3 focus:rounded-lg focus:bg-surface focus:px-4 focus:py-2"
      >
        Skip to the content
      </a>
      <div className="min-h-dvh md:grid md:grid-cols-[15.5rem_1fr]">
        <aside className="border-line md:sticky md:top-0 md:flex md:h-dvh md:flex-col md:border-r md:bg-surface">
          <div className="flex h-15 items-center justify-between border-b border-line bg-surface px-4 md:border-b-0">
            <Link href={paths.servers} className="rounded-md">
              <Logo />
            </Link>
            <div className="flex items-center gap-1 md:hidden">
              <TeamSwitcher compact />
              <AccountMenu compact />
            </div>
          </div>
          <div className="hidden px-3 pb-3 md:block">
            <TeamSwitcher />
          </div>
          <MainNav />
          <div className="mt-auto hidden border-t border-line p-3 md:block">
            <AccountMenu />
          </div>
        </aside>
        <div className="min-w-0">
          <VisitNotice />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-6xl px-4 py-6 pb-28 outline-none md:px-8 md:py-9"
          >
            {children}
          </main>
        </div>
      </div>
    </HydrationBoundary>
  );
}
