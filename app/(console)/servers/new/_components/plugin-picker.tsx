"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { CatalogueState } from "@/components/server/catalogue-state";
import { Alert } from "@/components/ui/alert";
import { Input } from "@/components/ui/field";
import { pluginsQuery } from "@/lib/plugin/plugin-queries";
import { PluginRow } from "./plugin-row";

interface Props {
  chosen: string[];
  onChange(names: string[]): void;
  /** Of the chosen server type. */
  memoryGb: number | undefined;
}

/** The core services take about this much of a machine. */
const coreMemoryMb = 2560;

export function PluginPicker({ chosen, onChange, memoryGb }: Props) {
  const { data, isError, refetch } = useQuery(pluginsQuery());
  const [search, setSearch] = useState("");
  const [category, setCategory] = useState("");
  if (!data) return <CatalogueState failed={isError} what="plugins" onRetry={() => void refetch()} />;
  const wanted = search.trim().toLowerCase();
  const shown = data.items.filter(
    (plugin) =>
      (!category || plugin.category === category) &&
      (!wanted || `${plugin.name} ${plugin.title} ${plugin.description}`.toLowerCase().includes(wanted)),
  );
  const usedMb = data.items
    .filter((plugin) => chosen.includes(plugin.name))
    .reduce((sum, plugin) => sum + plugin.memoryMb, 0);
  const tight = memoryGb !== undefined && usedMb + coreMemoryMb > memoryGb * 1024;
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <div>
      <div className="mb-3 flex flex-wrap gap-2">
        <div className="relative min-w-48 flex-1">
          <Search className="pointer-events-none absolute top-3 left-3 size-4 text-ink-faint" aria-hidden />
          <Input
            type="search"
            aria-label="Search plugins"
            className="pl-9"
            placeholder="Search plugins"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
        <select
          aria-label="Category"
          value={category}
          onChange={(event) => setCategory(event.target.value)}
          className="h-10 rounded-lg border border-line-strong bg-surface px-3 text-sm"
        >
          <option value="">All categories</option>
          {[...new Set(data.items.map((plugin) => plugin.category))].sort().map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </div>
      <ul
        aria-label="Plugins"
        className="max-h-96 divide-y divide-line overflow-y-auto rounded-xl border border-line"
      >
        {shown.map((plugin) => (
          <PluginRow
            key={plugin.name}
            plugin={plugin}
            checked={chosen.includes(plugin.name)}
            onToggle={() => toggle(plugin.name)}
          />
        ))}
        {shown.length === 0 ? (
          <li className="p-5 text-center text-sm text-ink-soft">No plugin matches.</li>
        ) : null}
      </ul>
      <p className="mt-3 text-sm text-ink-soft" aria-live="polite">
        {chosen.length === 0 ? "None chosen." : `${chosen.length} chosen, about ${usedMb} MB of memory.`}
      </p>
      {tight ? (
        <div className="mt-3">
          <Alert tone="warn" title="This is tight for the chosen server type">
            The core services need about {coreMemoryMb / 1024} GB as well. A larger type keeps everything
            quick.
          </Alert>
        </div>
      ) : null}
    </div>
  );
}
