"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { RelativeTime } from "@/components/time/relative-time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { tokensQuery } from "@/lib/team/team-queries";
import type { TokenView } from "@/lib/team/team-schemas";

const CreateToken = lazy(() => import("./create-token").then((module) => ({ default: module.CreateToken })));
const RevokeToken = lazy(() => import("./revoke-token").then((module) => ({ default: module.RevokeToken })));

export function TokenList() {
  const { data } = useSuspenseQuery(tokensQuery());
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<TokenView | null>(null);
  const make = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> Make a token
    </Button>
  );
  return (
    <>
      {data.items.length === 0 ? (
        <EmptyState icon={<KeyRound />} title="No tokens yet" action={make}>
          A token lets a program act for this team, within the scopes that you give it.
        </EmptyState>
      ) : (
        <>
          <div className="mb-4">{make}</div>
          <Card className="max-w-4xl">
            <ul className="divide-y divide-line">
              {data.items.map((token) => (
                <li key={token.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-4">
                  <span className="min-w-0 flex-1">
                    <span className="font-medium">{token.name}</span>
                    <span className="ml-2 font-mono text-xs text-ink-faint">nsc_…{token.hint}</span>
                    <span className="block text-sm text-ink-soft">{token.scopes.join(", ")}</span>
                    <span className="block text-sm text-ink-faint">
                      {token.lastUsedAt ? (
                        <>
                          used <RelativeTime time={token.lastUsedAt} />
                        </>
                      ) : (
                        "never used"
                      )}
                      {token.expiresAt ? (
                        <>
                          {" "}
                          · ends <RelativeTime time={token.expiresAt} />
                        </>
                      ) : (
                        " · no end"
                      )}
                    </span>
                  </span>
                  <Button size="sm" onClick={() => setRevoking(token)}>
                    Revoke<span className="sr-only"> {token.name}</span>
                  </Button>
                </li>
              ))}
            </ul>
          </Card>
        </>
      )}
      <Suspense fallback={null}>
        {creating ? <CreateToken onClose={() => setCreating(false)} /> : null}
        {revoking ? <RevokeToken token={revoking} onClose={() => setRevoking(null)} /> : null}
      </Suspense>
    </>
  );
}
