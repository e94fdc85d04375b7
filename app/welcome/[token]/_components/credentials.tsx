"use client";

import { useMutation } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { ProblemAlert } from "@/components/problem-alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { callApi, problemOf } from "@/lib/api-client";

export function Credentials({ token }: { token: string }) {
  const [visible, setVisible] = useState(false);
  const open = useMutation({
    mutationFn: () => callApi("POST /api/v1/welcome-links/{token}/open", { params: { token } }),
  });
  if (!open.data) {
    return (
      <div className="mt-6">
        {open.isError ? (
          <div className="mb-4">
            <ProblemAlert problem={problemOf(open.error)} />
          </div>
        ) : null}
        <Button
          variant="primary"
          size="lg"
          className="w-full"
          busy={open.isPending}
          onClick={() => open.mutate()}
        >
          Show my credentials
        </Button>
      </div>
    );
  }
  const { hasuraAdminSecret, addresses, dashboardUrl } = open.data;
  return (
    <div className="mt-6 space-y-6" aria-live="polite">
      <div>
        <h2 className="text-sm font-medium">Hasura admin secret</h2>
        <div className="mt-1.5 flex items-center gap-1 rounded-lg border border-line bg-raised py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 truncate font-mono text-sm">
            {visible ? hasuraAdminSecret : "•".repeat(32)}
          </code>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={visible ? "Hide the secret" : "Show the secret"}
            onClick={() => setVisible(!visible)}
          >
            {visible ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          </Button>
          <CopyButton text={hasuraAdminSecret} label="Copy the secret" />
        </div>
        <p className="mt-1.5 text-sm text-ink-faint">Keep it now. This link is spent.</p>
      </div>
      <div>
        <h2 className="text-sm font-medium">Addresses</h2>
        <ul className="mt-1.5 divide-y divide-line rounded-lg border border-line">
          {addresses.map(({ title, url }) => (
            <li key={url} className="flex items-center gap-3 py-1.5 pr-1.5 pl-3 text-sm">
              <span className="w-24 shrink-0 text-ink-soft">{title}</span>
              <a href={url} className="min-w-0 flex-1 truncate font-mono hover:underline">
                {url.replace("https://", "")}
              </a>
              <CopyButton text={url} label={`Copy the address of ${title}`} />
            </li>
          ))}
        </ul>
      </div>
      <Button asChild variant="primary" className="w-full">
        <a href={dashboardUrl}>Open the dashboard</a>
      </Button>
    </div>
  );
}
