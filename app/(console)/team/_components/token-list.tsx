"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { RelativeTime } from "@/components/time/relative-time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { toastProblem } from "@/components/ui/toast";
import { callApi, problemOf } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import { tokensQuery } from "@/lib/team/team-queries";
import type { TokenView } from "@/lib/team/team-schemas";
import { CreateToken } from "./create-token";

export function TokenList() {
  const { data } = useSuspenseQuery(tokensQuery());
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<TokenView | null>(null);
  const revoke = useMutation({
    mutationFn: (id: string) => callApi<void>(`${paths.api}/tokens/${id}`, { method: "DELETE" }),
    onSuccess: () => {
      setRevoking(null);
      return client.invalidateQueries({ queryKey: tokensQuery().queryKey });
    },
    onError: (error) => void toastProblem(problemOf(error)),
  });
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
      <CreateToken open={creating} onClose={() => setCreating(false)} />
      <Dialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={`Revoke ${revoking?.name}?`}
        description="Programs that use it are refused from their next request on."
      >
        <DialogActions>
          <Button onClick={() => setRevoking(null)}>Back</Button>
          <Button
            variant="danger"
            busy={revoke.isPending}
            onClick={() => revoking && revoke.mutate(revoking.id)}
          >
            Revoke
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
