"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { paths } from "@/lib/paths";
import { serverQuery } from "@/lib/server/server-queries";
import type { ServerStatus } from "@/lib/server/server-schemas";
import { useMay } from "./use-may";

const restorable: ServerStatus[] = ["running", "failed", "quarantined", "deleted"];

/** The way to the restore; who may not restore sees why. */
export function RestoreButton({ serverId, configured }: { serverId: string; configured: boolean }) {
  const { data: server } = useSuspenseQuery(serverQuery(serverId));
  const may = useMay("server:restore");
  const possible = configured && restorable.includes(server.status);
  if (may && possible) {
    return (
      <Button asChild variant="primary">
        <Link href={paths.serverRestore(serverId)}>
          <History aria-hidden /> Restore…
        </Link>
      </Button>
    );
  }
  return (
    <div>
      <Button disabled aria-describedby="why-no-restore">
        <History aria-hidden /> Restore…
      </Button>
      <p id="why-no-restore" className="mt-1 text-xs text-ink-faint">
        {may
          ? configured
            ? "Not in the server’s present state"
            : "Once there is a backup"
          : "Only admins and owners restore"}
      </p>
    </div>
  );
}
