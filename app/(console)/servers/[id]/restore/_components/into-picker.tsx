"use client";

import { lazy, Suspense } from "react";
import { Section } from "@/components/ui/card";
import { RadioCard } from "@/components/ui/radio-card";
import { Skeleton } from "@/components/ui/skeleton";
import { formatDuration } from "@/lib/format";
import type { RestorePreview } from "@/lib/restore/restore-schemas";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { type Draft, fieldError } from "./draft";

const NewServerFields = lazy(() =>
  import("./new-server-fields").then((module) => ({ default: module.NewServerFields })),
);

interface Props {
  server: ServerDetail;
  preview: RestorePreview;
  draft: Draft;
  onChange(change: Partial<Draft>): void;
  fields: Record<string, string> | undefined;
}

/** Onto the server itself, or beside it onto a new one. */
export function IntoPicker({ server, preview, draft, onChange, fields }: Props) {
  const into = fieldError(fields, "into");
  return (
    <Section title="3. Where to">
      <fieldset>
        <legend className="sr-only">Where to restore</legend>
        <div className="grid gap-3 sm:grid-cols-2">
          <RadioCard
            name="into"
            value="in_place"
            checked={draft.into === "in_place"}
            disabled={!preview.possible}
            onChange={() => onChange({ into: "in_place" })}
          >
            <span className="font-medium">In place</span>
            <span className="block text-sm text-ink-soft">
              {preview.possible
                ? `${server.name} goes back in time. Down for about ${formatDuration(preview.downtimeSeconds)}; can be undone for 24 h.`
                : "Not possible right now: see the checks above."}
            </span>
          </RadioCard>
          <RadioCard
            name="into"
            value="new_server"
            checked={draft.into === "new_server"}
            onChange={() => onChange({ into: "new_server" })}
          >
            <span className="font-medium">Into a new server</span>
            <span className="block text-sm text-ink-soft">
              {server.name} stays as it is. The new server is ordered and billed as any other.
            </span>
          </RadioCard>
        </div>
      </fieldset>
      {into ? <p className="mt-3 text-sm text-bad">{into}</p> : null}
      {draft.into === "new_server" ? (
        <Suspense fallback={<Skeleton className="mt-6 h-24" />}>
          <NewServerFields server={server} draft={draft} onChange={onChange} fields={fields} />
        </Suspense>
      ) : null}
    </Section>
  );
}
