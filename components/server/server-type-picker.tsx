"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RadioCard } from "@/components/ui/radio-card";
import { formatMoney } from "@/lib/format";
import { serverTypesQuery } from "@/lib/server/server-queries";
import type { ServerType } from "@/lib/server/server-schemas";
import { CatalogueState } from "./catalogue-state";

interface Props {
  value: string;
  onChange(serverType: string): void;
  location: string;
}

const shownAtFirst = 6;

/** The types sold in a location with their price there; the cheapest first. */
export function ServerTypePicker({ value, onChange, location }: Props) {
  const { data, isError, refetch } = useQuery(serverTypesQuery());
  const [all, setAll] = useState(false);
  if (!data) return <CatalogueState failed={isError} what="server types" onRetry={() => void refetch()} />;
  const sold = data.items.filter((type) => type.prices.some((price) => price.location === location));
  const position = sold.findIndex((type) => type.name === value);
  const shown = all || position >= shownAtFirst ? sold : sold.slice(0, shownAtFirst);
  return (
    <fieldset>
      <legend className="sr-only">Server type</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {shown.map((type) => (
          <TypeCard
            key={type.name}
            type={type}
            location={location}
            checked={value === type.name}
            onChange={() => onChange(type.name)}
          />
        ))}
      </div>
      {shown.length < sold.length ? (
        <Button variant="ghost" size="sm" className="mt-3" onClick={() => setAll(true)}>
          Show {sold.length - shown.length} larger types
        </Button>
      ) : null}
    </fieldset>
  );
}

function TypeCard({
  type,
  location,
  checked,
  onChange,
}: {
  type: ServerType;
  location: string;
  checked: boolean;
  onChange(): void;
}) {
  const price = type.prices.find((one) => one.location === location);
  if (!price) return null;
  return (
    <RadioCard
      name="serverType"
      value={type.name}
      checked={checked}
      disabled={!price.available}
      onChange={onChange}
    >
      <span className="flex flex-wrap items-baseline justify-between gap-x-2">
        <span className="font-medium uppercase">{type.name}</span>
        <span className="text-sm tabular-nums">
          {formatMoney(price.monthlyCents, price.currency)}
          <span className="text-ink-soft"> / month</span>
        </span>
      </span>
      <span className="block text-sm text-ink-soft tabular-nums">
        {type.cores} {type.cpuType === "dedicated" ? "dedicated " : ""}vCPU · {type.memoryGb} GB ·{" "}
        {type.diskGb} GB disk
        {type.architecture === "arm" ? " · ARM" : ""}
      </span>
      <span className="mt-1 flex flex-wrap items-center gap-2 text-sm text-ink-soft">
        {type.suits}
        {type.recommended ? <Badge tone="accent">Recommended</Badge> : null}
      </span>
      {price.available ? null : <span className="mt-1 block text-sm text-warn">Sold out here right now</span>}
    </RadioCard>
  );
}
