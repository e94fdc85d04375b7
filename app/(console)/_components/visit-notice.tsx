"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { meQuery } from "@/lib/account/account-queries";
import { actFor } from "@/lib/api-client";

// Only staff ever load it; it comes rendered from the server.
const VisitBanner = lazy(() => import("./visit-banner").then((module) => ({ default: module.VisitBanner })));

/** An operator's visit, where there is one: every page says so, and every call names the team. */
export function VisitNotice() {
  const { data: me } = useSuspenseQuery(meQuery());
  const { visit, team } = me;
  useEffect(() => actFor(visit?.teamId ?? null), [visit]);
  return visit ? (
    <Suspense fallback={null}>
      <VisitBanner visit={visit} teamName={team.name} />
    </Suspense>
  ) : null;
}
