"use client";

import { LocationPicker } from "@/components/server/location-picker";
import { ServerTypePicker } from "@/components/server/server-type-picker";
import { SubdomainField } from "@/components/server/subdomain-field";
import { Field } from "@/components/ui/field";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { type Draft, fieldError } from "./draft";

interface Props {
  server: ServerDetail;
  draft: Draft;
  onChange(change: Partial<Draft>): void;
  fields: Record<string, string> | undefined;
}

/** The new server's name and address; its location and type are those of the old one unless they are chosen. */
export function NewServerFields({ server, draft, onChange, fields }: Props) {
  const location = draft.location || server.location;
  const serverType = draft.serverType || server.serverType;
  const wrong = ["location", "serverType"].map((field) => fieldError(fields, field)).filter(Boolean);
  return (
    <div className="mt-6">
      <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2">
        <Field
          label="Server name"
          name="name"
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
          maxLength={60}
          required
          autoComplete="off"
          placeholder={`${server.name} restored`.slice(0, 60)}
          hint="What you call it in this console."
          error={fieldError(fields, "name")}
        />
        <SubdomainField
          value={draft.subdomain}
          onChange={(subdomain) => onChange({ subdomain })}
          error={fieldError(fields, "subdomain")}
          domainSuffix={server.domain.slice(server.subdomain.length)}
        />
      </div>
      {wrong.map((words) => (
        <p key={words} className="mt-2 text-sm text-bad">
          {words}
        </p>
      ))}
      <details className="mt-3" open={wrong.length > 0 || undefined}>
        <summary className="w-fit cursor-pointer rounded text-sm text-ink-soft hover:text-ink">
          Location and type: {location}, <span className="uppercase">{serverType}</span>
        </summary>
        <div className="mt-4 space-y-6">
          <LocationPicker
            value={location}
            onChange={(chosen) => onChange({ location: chosen })}
            serverType={serverType}
          />
          <ServerTypePicker
            value={serverType}
            onChange={(chosen) => onChange({ serverType: chosen })}
            location={location}
          />
        </div>
      </details>
    </div>
  );
}
