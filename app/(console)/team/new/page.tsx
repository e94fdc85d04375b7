import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { NewTeamForm } from "./_components/new-team-form";

export const metadata: Metadata = { title: "New team" };

export default function NewTeamPage() {
  return (
    <>
      <PageHeader
        title="New team"
        description="Servers, members and API tokens of its own. You become its owner."
      />
      <NewTeamForm />
    </>
  );
}
