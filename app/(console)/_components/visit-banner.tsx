"use client";

import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { useNow } from "@/components/backup/use-now";
import { Button } from "@/components/ui/button";
import type { Me } from "@/lib/account/account-schemas";
import { paths } from "@/lib/paths";
import { forgetTeam } from "./choose-team";
import { leaveVisit } from "./leave-visit";

/** On every page of an operator's visit: whose data this is, why they look at it, and the way out. */
export function VisitBanner({ visit, teamName }: { visit: NonNullable<Me["visit"]>; teamName: string }) {
  const now = useNow(10_000);
  const [leaving, setLeaving] = useState(false);
  const over = now !== null && now >= Date.parse(visit.expiresAt);
  const leave = async () => {
    setLeaving(true);
    await leaveVisit(visit);
    forgetTeam();
    window.location.assign(paths.operator);
  };
  return (
    <section
      aria-label="Operator’s visit"
      className="sticky top-0 z-20 flex items-center gap-3 bg-bad px-4 py-3 text-on-accent md:gap-4 md:px-8"
    >
      <ShieldAlert className="hidden size-6 shrink-0 sm:block" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-semibold break-words">
          {over ? `Your visit to ${teamName} is over` : `You are in ${teamName}: a customer’s data`}
        </p>
        <p className="line-clamp-2 text-sm break-words" title={visit.reason}>
          Reason: {visit.reason}
        </p>
      </div>
      <Button size="sm" busy={leaving} onClick={() => void leave()} className="shrink-0 border-transparent">
        {over ? "Leave" : "End the visit"}
      </Button>
    </section>
  );
}
