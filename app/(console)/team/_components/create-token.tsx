"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemAlert } from "@/components/problem-alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { meQuery } from "@/lib/account/account-queries";
import type { Me } from "@/lib/account/account-schemas";
import { callApi, problemOf } from "@/lib/api-client";
import { tokensQuery } from "@/lib/team/team-queries";

/** Makes a token, then shows it this once. */
export function CreateToken({ onClose }: { onClose(): void }) {
  const client = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery());
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Me["permissions"]>(["server:read"]);
  const [expiresInDays, setExpiresInDays] = useState(90);
  const create = useMutation({
    mutationFn: () =>
      callApi("POST /api/v1/tokens", {
        body: { name, scopes, ...(expiresInDays > 0 ? { expiresInDays } : {}) },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery().queryKey }),
  });
  const toggle = (scope: Me["permissions"][number]) =>
    setScopes(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope]);
  const token = create.data?.token;
  if (token) {
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title="Copy the token now"
        description="It is shown this once; we keep only its hash."
      >
        <div className="flex items-center gap-1 rounded-lg border border-line bg-raised py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 font-mono text-sm break-all">{token}</code>
          <CopyButton text={token} label="Copy the token" />
        </div>
        <DialogActions>
          <Button variant="primary" onClick={onClose}>
            I have it
          </Button>
        </DialogActions>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Make an API token"
      description="It acts for this team, within its scopes."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        {create.isError ? (
          <div className="mb-4">
            <ProblemAlert problem={problemOf(create.error)} />
          </div>
        ) : null}
        <Field
          label="Name"
          required
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
          placeholder="Deploy pipeline"
        />
        <fieldset className="mt-1">
          <legend className="mb-1.5 text-sm font-medium">Scopes</legend>
          <div className="grid gap-1.5 sm:grid-cols-2">
            {me.permissions.map((scope) => (
              <label key={scope} className="flex items-center gap-2 text-sm">
                <input
                  type="checkbox"
                  className="size-4 accent-[var(--accent)]"
                  checked={scopes.includes(scope)}
                  onChange={() => toggle(scope)}
                />
                <span className="font-mono text-xs">{scope}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <label className="mt-4 block text-sm">
          <span className="mb-1.5 block font-medium">Ends after</span>
          <select
            value={expiresInDays}
            onChange={(event) => setExpiresInDays(Number(event.target.value))}
            className="h-10 rounded-lg border border-line-strong bg-surface px-3"
          >
            <option value={30}>30 days</option>
            <option value={90}>90 days</option>
            <option value={365}>1 year</option>
            <option value={0}>Never</option>
          </select>
        </label>
        <DialogActions>
          <Button onClick={onClose}>Back</Button>
          <Button
            type="submit"
            variant="primary"
            busy={create.isPending}
            disabled={scopes.length === 0 || name.trim() === ""}
          >
            Make the token
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
