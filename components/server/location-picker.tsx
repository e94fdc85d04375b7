"use client";

import { useQuery } from "@tanstack/react-query";
import { RadioCard } from "@/components/ui/radio-card";
import { locationsQuery, serverTypesQuery } from "@/lib/server/server-queries";
import { CatalogueState } from "./catalogue-state";

interface Props {
  value: string;
  onChange(location: string): void;
  /** Says for each location whether this type can be had there. */
  serverType?: string;
}

export function LocationPicker({ value, onChange, serverType }: Props) {
  const { data, isError, refetch } = useQuery(locationsQuery());
  const { data: types } = useQuery(serverTypesQuery());
  if (!data) return <CatalogueState failed={isError} what="locations" onRetry={() => void refetch()} />;
  const type = types?.items.find((one) => one.name === serverType);
  return (
    <fieldset>
      <legend className="sr-only">Location</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {data.items.map((location) => {
          const offer = type?.prices.find((price) => price.location === location.name);
          const note = !type
            ? null
            : !offer
              ? `${type.name} is not sold here`
              : offer.available
                ? null
                : `No ${type.name} left right now`;
          return (
            <RadioCard
              key={location.name}
              name="location"
              value={location.name}
              checked={value === location.name}
              onChange={() => onChange(location.name)}
            >
              <span className="flex items-baseline justify-between gap-2">
                <span className="font-medium">{location.city}</span>
                <span className="font-mono text-xs text-ink-faint">{location.name}</span>
              </span>
              <span className="block text-sm text-ink-soft">{countryName(location.country)}</span>
              {note ? <span className="mt-1 block text-sm text-warn">{note}</span> : null}
            </RadioCard>
          );
        })}
      </div>
    </fieldset>
  );
}

function countryName(code: string): string {
  return new Intl.DisplayNames("en", { type: "region" }).of(code) ?? code;
}
