import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ConsoleShell } from "@/app/(console)/_components/console-shell";
import { PageHeader } from "@/components/ui/page-header";
import { findActor } from "@/lib/account/require-actor";
import { isOperator } from "@/lib/operator/require-operator";
import { CustomerSearch } from "./_components/customer-search";

/** The same for everybody, since for most there is no such page. */
export const metadata: Metadata = { robots: { index: false } };

export default async function OperatorPage() {
  const actor = await findActor();
  if (!actor || !isOperator(actor.email)) notFound();
  return (
    <ConsoleShell actor={actor}>
      <PageHeader
        title="Operator"
        description="Help in a customer’s team, with a reason. The team reads it in its activity, with all that you do."
      />
      <CustomerSearch />
    </ConsoleShell>
  );
}
