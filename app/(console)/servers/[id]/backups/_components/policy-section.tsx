"use client";

import { useQuery } from "@tanstack/react-query";
import { Section } from "@/components/ui/card";
import { backupOverviewQuery } from "@/lib/backup/backup-queries";
import { PolicyFacts } from "./policy-facts";
import { PolicyForm } from "./policy-form";
import { useMay } from "./use-may";

/** When backups are made and how long they are kept. Who may not change it reads it. */
export function PolicySection({ serverId }: { serverId: string }) {
  const { data } = useQuery(backupOverviewQuery(serverId));
  const may = useMay("server:operate");
  if (!data) return null;
  return (
    <Section
      title="Policy"
      description={may ? "It holds from the next backup on." : "Developers, admins and owners change it."}
    >
      {may ? <PolicyForm serverId={serverId} policy={data.policy} /> : <PolicyFacts policy={data.policy} />}
    </Section>
  );
}
