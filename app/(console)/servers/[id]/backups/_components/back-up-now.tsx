"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { DatabaseBackup } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { serverQuery } from "@/lib/server/server-queries";
import { useMay } from "./use-may";

const BackUpDialog = lazy(() =>
  import("./back-up-dialog").then((module) => ({ default: module.BackUpDialog })),
);

export function BackUpNow({ serverId, configured }: { serverId: string; configured: boolean }) {
  const { data: server } = useSuspenseQuery(serverQuery(serverId));
  const [open, setOpen] = useState(false);
  if (!useMay("server:operate")) return null;
  return (
    <>
      <Button disabled={server.status !== "running" || !configured} onClick={() => setOpen(true)}>
        <DatabaseBackup aria-hidden /> Back up now
      </Button>
      <Suspense fallback={null}>
        {open ? <BackUpDialog serverId={serverId} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </>
  );
}
